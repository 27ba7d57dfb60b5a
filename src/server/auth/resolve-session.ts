import { database } from "../platform/database";
import { processSingleton } from "../platform/process-singleton";
import { buildTenantContext } from "./build-tenant-context";
import { luciaSessions } from "./lucia-sessions";
import type { SessionIdentity, SessionPort } from "./session-port";
import type { TenantContext } from "./tenant-context";

/** The sessions of this process. */
export function sessions(): SessionPort {
  return processSingleton("sessions", () => luciaSessions(database()));
}

export interface SignedIn {
  context: TenantContext;
  identity: SessionIdentity;
}

/** Who is behind a session's token, in which tenant, with which role right now; null if nobody. */
export async function resolveSession(
  token: string,
  requestId: string,
  address: string | null = null,
): Promise<SignedIn | null> {
  // A token of ours is 40 characters of base32. Whatever else is in the cookie needs no look-up.
  if (!/^[a-z2-7]{40}$/.test(token)) return null;
  const identity = await sessions().validate(token);
  if (!identity) return null;
  const { userId, userName, tenantId, tenantSlug, tenantName, tenantPlan: plan, role } = identity;
  const actor = { type: "member", id: userId, name: userName } as const;
  return {
    identity,
    context: buildTenantContext({
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
    }),
  };
}
