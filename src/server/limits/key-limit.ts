import type { TenantContext } from "../auth/tenant-context";
import type { RequestContext } from "../pipeline/context";
import { AppError } from "../platform/errors";
import { addressGroup } from "./client-address";
import type { LimitState } from "./rate-limiter";
import { limiter } from "./request-limits";

/**
 * Counts a request against the key's own limit, if it has one; a publishable key's for each client apart. It is known only
 * once the key has been looked up. Throws `rate_limited`.
 */
export async function takeKeyLimit(
  { limits }: RequestContext,
  { actor, audience, address, rateLimitPerMinute: max }: TenantContext,
): Promise<void> {
  if (actor.type !== "api_key" || max === null) return;
  const whose = audience === "public" ? `${actor.id}:${addressGroup(address ?? "unknown")}` : actor.id;
  const state = await limiter().take({ name: "key", max, windowSeconds: 60, localMax: max }, whose);
  limits.push(state);
  assertWithin(state, "limit of this API key");
}

/** Throws `rate_limited` if the limit is exceeded. */
export function assertWithin({ allowed, resetSeconds }: LimitState, whose: string): void {
  if (allowed) return;
  const message = `Too many requests for the ${whose}`;
  throw new AppError("rate_limited", message, { retryAfterSeconds: resetSeconds });
}
