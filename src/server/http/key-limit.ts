import type { TenantContext } from "../auth/tenant-context";
import { AppError } from "../platform/errors";
import type { LimitState } from "../platform/rate-limit";
import { limiter, limitHeaders } from "./limits";

/**
 * An API key's own limit, which is known only once the key has been looked up: behind the gate. So for requests with a key
 * the gate hands its limits' headers on in these, and the pipeline answers with both, as one list.
 */
const handedOn = { policy: "x-gate-ratelimit-policy", state: "x-gate-ratelimit" };

/** Counts a request against the key's own limit; undefined if it has none. */
export async function takeKeyLimit({
  actor,
  rateLimitPerMinute,
}: TenantContext): Promise<LimitState | undefined> {
  if (actor.type !== "api_key" || rateLimitPerMinute === null) return undefined;
  const max = rateLimitPerMinute;
  return limiter().take({ name: "key", max, windowSeconds: 60, localMax: max }, actor.id);
}

/** Throws `rate_limited` if the limit is exceeded. */
export function assertWithin(state: LimitState | undefined): void {
  if (!state || state.allowed) return;
  const message = "Too many requests for the limit of this API key";
  throw new AppError("rate_limited", message, { retryAfterSeconds: state.resetSeconds });
}

/** Sets what the gate hands on; without headers to hand on, whatever a client put in their place is gone. */
export function handOnLimits(request: Headers, headers: Record<string, string> | undefined): void {
  request.delete(handedOn.policy);
  request.delete(handedOn.state);
  if (!headers) return;
  request.set(handedOn.policy, headers["RateLimit-Policy"] ?? "");
  request.set(handedOn.state, headers.RateLimit ?? "");
}

/** Puts the limits' headers on the answer: those that the gate handed on, and the key's own. */
export function answerLimits(answer: Headers, request: Headers, own: LimitState | undefined): void {
  const gates = { "RateLimit-Policy": request.get(handedOn.policy), RateLimit: request.get(handedOn.state) };
  if (gates.RateLimit === null && !own) return;
  const owns = own ? limitHeaders([own]) : {};
  for (const name of ["RateLimit-Policy", "RateLimit"] as const) {
    const values = [gates[name], owns[name]].filter(Boolean);
    answer.set(name, values.join(", "));
  }
}
