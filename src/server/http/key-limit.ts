import type { TenantContext } from "../auth/tenant-context";
import { AppError } from "../platform/errors";
import type { LimitState } from "../platform/rate-limit";
import type { RequestHeaders } from "./api-request";
import { addressGroup } from "./client-address";
import { type LimitHeaders, limiter, limitHeaders } from "./limits";

/**
 * An API key's own limit, which is known only once the key has been looked up: behind the gate. So for requests with a key
 * the gate hands its limits' headers on in these, and the pipeline answers with both, as one list.
 */
const handedOn = { policy: "x-gate-ratelimit-policy", state: "x-gate-ratelimit" };

/** Counts a request against the key's own limit, a publishable key's for each client apart; undefined if it has none. */
export async function takeKeyLimit({
  actor,
  audience,
  address,
  rateLimitPerMinute,
}: TenantContext): Promise<LimitState | undefined> {
  if (actor.type !== "api_key" || rateLimitPerMinute === null) return undefined;
  const max = rateLimitPerMinute;
  const whose = audience === "public" ? `${actor.id}:${addressGroup(address ?? "unknown")}` : actor.id;
  return limiter().take({ name: "key", max, windowSeconds: 60, localMax: max }, whose);
}

/** Throws `rate_limited` if the limit is exceeded. */
export function assertWithin(state: LimitState | undefined, whose = "limit of this API key"): void {
  if (!state || state.allowed) return;
  const message = `Too many requests for the ${whose}`;
  throw new AppError("rate_limited", message, { retryAfterSeconds: state.resetSeconds });
}

/** The headers in which the gate hands them on; without any, whatever a client put in their place goes. */
export function limitsToHandOn(limits: LimitHeaders | null): Record<string, string | undefined> {
  return { [handedOn.policy]: limits?.["RateLimit-Policy"], [handedOn.state]: limits?.RateLimit };
}

/** What the gate handed on; null where it has set the headers itself. */
export function handedOnLimits(request: RequestHeaders): LimitHeaders | null {
  const [policy, state] = [request.get(handedOn.policy), request.get(handedOn.state)];
  return policy !== null && state !== null ? { "RateLimit-Policy": policy, RateLimit: state } : null;
}

/** The limits' headers for the answer: those that the gate left to the pipeline, the key's own and its organisation's. */
export function allLimits(
  gates: LimitHeaders | null,
  own: (LimitState | undefined)[],
): Partial<LimitHeaders> {
  // Of a request without a key the gate has written them already.
  if (!gates) return {};
  const states = own.filter((state) => state !== undefined);
  if (states.length === 0) return gates;
  const owns = limitHeaders(states);
  return {
    "RateLimit-Policy": `${gates["RateLimit-Policy"]}, ${owns["RateLimit-Policy"]}`,
    RateLimit: `${gates.RateLimit}, ${owns.RateLimit}`,
  };
}
