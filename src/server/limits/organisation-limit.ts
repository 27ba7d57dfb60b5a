import type { TenantContext } from "../auth/tenant-context";
import type { RequestContext } from "../pipeline/context";
import { processSingleton } from "../platform/process-singleton";
import { redis } from "../platform/redis";
import { requestsPerMinute } from "../tenants/plans";
import { addressGroup, addressNetwork } from "./client-address";
import { assertWithin } from "./key-limit";
import { SharedQuota } from "./quota";
import type { LimitPolicy, LimitState } from "./rate-limiter";

/**
 * Counts a request against what the plan of its organisation allows all of its secret keys and members together, so that
 * none takes the others' share of the machine; nothing for who has no plan, such as visitors. Publishable keys, which
 * anybody may use, have as much once more for all who come with one, and of that a client no more than a part. Of several
 * limits the last one is that which refuses, if any does; what is refused counts for none. Throws `rate_limited`.
 */
export function takeOrganisationLimits({ limits }: RequestContext, tenant: TenantContext): void {
  for (const state of statesOf(tenant)) {
    limits.push(state);
    assertWithin(state, "plan of this organisation");
  }
}

function statesOf({ tenantId, plan, audience, address }: TenantContext): LimitState[] {
  if (plan === null) return [];
  const max = requestsPerMinute(plan);
  if (audience === "staff") return [quota().take(policy("organisation", max), tenantId)];
  const client = address ?? "unknown";
  const network = addressNetwork(client);
  const shares: [LimitPolicy, string | undefined][] = [
    [policy("site-address", Math.ceil(max / 4)), `${tenantId}:${addressGroup(client)}`],
    [policy("site-network", Math.ceil(max / 2)), network && `${tenantId}:${network}`],
  ];
  const states: LimitState[] = [];
  for (const [share, key] of shares) {
    if (key && states.every(({ allowed }) => allowed)) states.push(clients().take(share, key));
  }
  if (states.every(({ allowed }) => allowed)) states.push(quota().take(policy("site", max), tenantId));
  return states;
}

function policy(name: string, max: number): LimitPolicy {
  return { name, max, windowSeconds: 60, localMax: max };
}

const quota = () => processSingleton("quota", () => new SharedQuota(redis()));

/** Apart from the organisations' own: however many clients come, no organisation's count is forgotten for them. */
const clients = () => processSingleton("quota-of-clients", () => new SharedQuota(redis()));
