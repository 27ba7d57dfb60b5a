import * as sites from "@/db/repositories/outside-tenants/sites";
import { database } from "../platform/database";
import { AppError } from "../platform/errors";
import { buildTenantContext } from "./build-tenant-context";
import type { TenantContext } from "./tenant-context";

/**
 * A visitor of a tenant's public pages. The address names the tenant, so it may lead to published content and nothing
 * else; services and row security both see to that. A former slug leads to the tenant with its present one, unless somebody
 * else has it by now. Throws `organisation_not_found`.
 */
export async function resolveSite(slug: string, requestId: string): Promise<TenantContext> {
  const row = /^[a-z0-9-]{1,63}$/.test(slug) ? await sites.resolveSite(database(), slug) : null;
  if (!row) throw new AppError("organisation_not_found");
  const { language, timeZone, ...tenant } = row;
  return buildTenantContext({
    ...tenant,
    locale: { language, timeZone },
    userId: null,
    role: "public",
    audience: "public",
    actor: { type: "visitor" },
    requestId,
  });
}
