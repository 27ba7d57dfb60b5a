import { LRUCache } from "lru-cache";
import type { TenantContext } from "../auth/tenant-context";
import { SharedQuota } from "../platform/quota";
import type { LimitState } from "../platform/rate-limit";
import { redis } from "../platform/redis";
import { shared } from "../platform/shared";
import { requestsPerMinute } from "../tenants/plans";

/** For so long a credential of an organisation that is over its limit is refused unasked, in milliseconds. */
const refusedForMs = 1_000;

/**
 * Counts a request against what the plan of its organisation allows all of its keys and members together, so that none
 * takes the others' share of the machine; undefined for who has no plan, such as visitors.
 */
export function takeOrganisationLimit({ tenantId, plan }: TenantContext): LimitState | undefined {
  if (plan === null) return undefined;
  const max = requestsPerMinute(plan);
  const quota = shared("quota", () => new SharedQuota(redis()));
  return quota.take({ name: "organisation", max, windowSeconds: 60, localMax: max }, tenantId);
}

/** Credentials that were refused for their organisation a moment ago, by their fingerprint. */
function refused(): LRUCache<string, LimitState> {
  return shared("refused-credentials", () => new LRUCache({ max: 10_000, ttl: refusedForMs }));
}

export function noteRefusal(fingerprint: string, state: LimitState): void {
  refused().set(fingerprint, state);
}

/** Why the credential is refused without asking Redis or Postgres anything; undefined if it isn't. */
export function refusedLately(fingerprint: string): LimitState | undefined {
  return refused().get(fingerprint);
}
