import { buildTenantContext } from "../auth/build-tenant-context";
import type { TenantContext } from "../auth/tenant-context";

/** The actor that stands for the program itself. */
export const systemActor = {
  type: "system",
  id: "00000000-0000-0000-0000-000000000000",
  name: "Masthead",
} as const;

/** A job's entry point: the tenant that the job is of, on behalf of the system. */
export function jobContext(job: {
  tenantId: string;
  tenantSlug: string;
  tenantName: string;
  requestId: string;
}): TenantContext {
  const { tenantId, tenantSlug, tenantName, requestId } = job;
  return buildTenantContext({
    tenantId,
    tenantSlug,
    tenantName,
    requestId,
    userId: null,
    role: "admin",
    audience: "staff",
    actor: systemActor,
  });
}
