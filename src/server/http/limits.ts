import { createHash } from "node:crypto";
import { type Config, config } from "../platform/config";
import { type LimitPolicy, type LimitState, RateLimiter } from "../platform/rate-limit";
import { redis } from "../platform/redis";
import { shared } from "../platform/shared";
import { addressGroup } from "./client-address";
import type { Credential } from "./credentials";
import { refusedLately } from "./organisation-limit";

const windowSeconds = 60;

/** The limiter of this process. */
export function limiter(): RateLimiter {
  return shared("limiter", () => new RateLimiter(redis()));
}

/** Everything goes on with local limits while Redis is away, but signing in with a fifth of what is usual. */
export function policies({ rateLimit }: Config): Record<"address" | "credential" | "signIn", LimitPolicy> {
  const { addressMax, credentialMax, signInMax } = rateLimit;
  return {
    address: { name: "address", max: addressMax, windowSeconds, localMax: addressMax },
    credential: { name: "credential", max: credentialMax, windowSeconds, localMax: credentialMax },
    signIn: {
      name: "sign-in",
      max: signInMax,
      windowSeconds,
      localMax: Math.max(1, Math.floor(signInMax / 5)),
    },
  };
}

/** Counts a request against each limit that applies to it. */
export async function takeLimits(
  address: string,
  credential: Credential | null,
  isSignIn: boolean,
): Promise<LimitState[]> {
  const { address: byAddress, credential: byCredential, signIn } = policies(config());
  const group = addressGroup(address);
  const whose = credential && fingerprint(credential);
  const refused = whose && refusedLately(whose);
  if (refused) return [refused];
  return Promise.all([
    // Also with a credential, which may be made up: else each request could bring another and count for nobody.
    limiter().take(byAddress, group),
    ...(whose ? [limiter().take(byCredential, whose)] : []),
    ...(isSignIn ? [limiter().take(signIn, group)] : []),
  ]);
}

export interface LimitHeaders {
  "RateLimit-Policy": string;
  RateLimit: string;
}

/** RateLimit-Policy and RateLimit as draft 11 of the IETF's httpapi group has them. */
export function limitHeaders(states: LimitState[]): LimitHeaders {
  return {
    "RateLimit-Policy": states
      .map(({ policy }) => `"${policy.name}";q=${policy.max};w=${policy.windowSeconds}`)
      .join(", "),
    RateLimit: states
      .map(({ policy, remaining, resetSeconds }) => `"${policy.name}";r=${remaining};t=${resetSeconds}`)
      .join(", "),
  };
}

/** Keys of Redis hold no secret. */
export function fingerprint(credential: Credential): string {
  const secret = credential.kind === "key" ? credential.key : credential.token;
  return createHash("sha256").update(secret).digest("base64url");
}
