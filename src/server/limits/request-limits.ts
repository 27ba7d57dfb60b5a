import { keyCache } from "../auth/key-cache";
import { isPublishable } from "../auth/key-format";
import { tenantOfSession } from "../auth/resolve-session";
import type { RequestContext, RequestHead } from "../pipeline/context";
import type { Credential } from "../pipeline/credentials";
import { isSignIn } from "../pipeline/paths";
import { type Config, config } from "../platform/config";
import { type Generations, generations, tagsOfRequests } from "../platform/generations";
import { processSingleton } from "../platform/process-singleton";
import { redis } from "../platform/redis";
import { addressGroup, addressNetwork } from "./client-address";
import { type LimitPolicy, type LimitState, RateLimiter } from "./rate-limiter";

const windowSeconds = 60;

/** The limiter of this process. */
export function limiter(): RateLimiter {
  return processSingleton("limiter", () => new RateLimiter(redis()));
}

/** An IPv6 network of 48 bits, which one customer often has, may send as much as so many of its networks of 64 bits. */
const networkFactor = 4;

type PolicyName = "address" | "network" | "credential" | "signIn" | "signInNetwork";

/** Everything goes on with local limits while Redis is away, but signing in with a fifth of what is usual. */
function policies({ rateLimit }: Config): Record<PolicyName, LimitPolicy> {
  const { addressMax, credentialMax, signInMax } = rateLimit;
  const policy = (name: string, max: number, localMax = max) => ({ name, max, windowSeconds, localMax });
  const signInLocalMax = Math.max(1, Math.floor(signInMax / 5));
  return {
    address: policy("address", addressMax),
    network: policy("network", addressMax * networkFactor),
    credential: policy("credential", credentialMax),
    signIn: policy("sign-in", signInMax, signInLocalMax),
    signInNetwork: policy("sign-in-network", signInMax * networkFactor, signInLocalMax * networkFactor),
  };
}

/** Counts a request before anybody is looked up, and asks at the same moment for the generations of its tenant. Never throws. */
export async function takeRequestLimits(context: RequestContext, { method }: RequestHead): Promise<void> {
  const { address, credential, pathname, limits } = context;
  const isGuess = method === "POST" && isSignIn(pathname);
  const [states, asked] = await Promise.all([
    takeLimits(address, credential, isGuess),
    credential ? askGenerations(credential) : undefined,
  ]);
  limits.push(...states);
  context.generations = asked;
}

/** Nothing is asked while Redis is known to be away. */
function askGenerations({ kind, hash }: Credential): Promise<Generations | null> | null | undefined {
  const tenantId = kind === "key" ? keyCache().tenantOf(hash) : tenantOfSession(hash);
  if (tenantId === undefined) return undefined;
  return limiter().degraded ? null : generations().ask(tenantId, tagsOfRequests);
}

/** Counts a request against each limit that applies to it. */
export async function takeLimits(
  address: string,
  credential: Credential | null,
  isSignIn: boolean,
): Promise<LimitState[]> {
  const { address: byAddress, network: byNetwork, credential: byCredential, ...signIn } = policies(config());
  const [group, network] = [addressGroup(address), addressNetwork(address)];
  const whose = credential && countedAs(credential, address);
  const counted: [LimitPolicy, string | null | undefined | false][] = [
    // Also with a credential, which may be made up: else each request could bring another and count for nobody.
    [byAddress, group],
    [byNetwork, network],
    [byCredential, whose],
    [signIn.signIn, isSignIn && group],
    [signIn.signInNetwork, isSignIn && network],
  ];
  return Promise.all(counted.flatMap(([policy, key]) => (key ? [limiter().take(policy, key)] : [])));
}

/** RateLimit-Policy and RateLimit as draft 11 of the IETF's httpapi group has them. */
export function limitHeaders(states: readonly LimitState[]): Record<string, string> {
  if (states.length === 0) return {};
  return {
    "RateLimit-Policy": states
      .map(({ policy }) => `"${policy.name}";q=${policy.max};w=${policy.windowSeconds}`)
      .join(", "),
    RateLimit: states
      .map(({ policy, remaining, resetSeconds }) => `"${policy.name}";r=${remaining};t=${resetSeconds}`)
      .join(", "),
  };
}

/**
 * Who a request with this credential counts for. A publishable key is public, so it counts apart for each client that brings
 * it: what one sends must not shut out the others. Keys of Redis hold no secret.
 */
function countedAs(credential: Credential, address: string): string {
  const isPublic = credential.kind === "key" && isPublishable(credential.key);
  return isPublic ? `${credential.hash}:${addressGroup(address)}` : credential.hash;
}
