import { LRUCache } from "lru-cache";
import type { TenantId } from "@/db/tenant";
import { database } from "../platform/database";
import type { Generations } from "../platform/generations";
import { processSingleton } from "../platform/process-singleton";
import { buildTenantContext } from "./build-tenant-context";
import { luciaSessions } from "./lucia-sessions";
import type { SessionIdentity, SessionPort } from "./session-port";
import type { TenantContext } from "./tenant-context";
import { hashToken } from "./tokens";

/** The sessions of this process. */
export function sessions(): SessionPort {
  return processSingleton("sessions", () => luciaSessions(database()));
}

export interface SignedIn {
  context: TenantContext;
  identity: SessionIdentity;
}

/** Sessions whose tenant is known at a time; those that were used the longest ago are forgotten first. */
const knownMax = 10_000;

const tenants = () =>
  processSingleton("session-tenants", () => new LRUCache<string, TenantId>({ max: knownMax }));

/**
 * The tenant that a session, by its token's hash, belonged to when it was last seen, whose generations are to be asked. Sessions
 * never change theirs: to switch is to get another.
 */
export function tenantOfSession(hash: string): TenantId | undefined {
  return tenants().get(hash);
}

/** Who is behind a session's token, in which tenant, with which role right now; null if nobody. `generations`: see `TenantContext`. */
export async function resolveSession(
  token: string,
  requestId: string,
  address: string | null = null,
  generations?: Generations | null,
): Promise<SignedIn | null> {
  // A token of ours is 40 characters of base32. Whatever else is in the cookie needs no look-up.
  if (!/^[a-z2-7]{40}$/.test(token)) return null;
  const identity = await sessions().validate(token);
  const hash = hashToken(token);
  if (!identity) {
    tenants().delete(hash);
    return null;
  }
  const { userId, userName, tenantId, tenantSlug, tenantName, tenantPlan: plan, role } = identity;
  const actor = { type: "member", id: userId, name: userName } as const;
  const context = buildTenantContext({
    tenantId,
    tenantSlug,
    tenantName,
    userId,
    role,
    actor,
    audience: "staff",
    requestId,
    address,
    plan,
    generations,
  });
  tenants().set(hash, context.tenantId);
  return { identity, context };
}
