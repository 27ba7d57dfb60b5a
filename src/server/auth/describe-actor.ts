import { permissions as allPermissions, can } from "./permissions";
import type { TenantContext } from "./tenant-context";

/** The actor, its role and permissions, and its organisation, as `GET /api/v1/me` shows them. */
export function describeActor({ actor, role, tenantId, tenantSlug, tenantName }: TenantContext) {
  const permissions = allPermissions.filter((permission) => can(role, permission));
  return { actor, role, permissions, organisation: { id: tenantId, slug: tenantSlug, name: tenantName } };
}
