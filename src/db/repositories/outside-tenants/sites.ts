import { sql } from "drizzle-orm";
import type { Database } from "../../database";
import { tenants } from "../../schema/tenants";
import { like, prepareList, type RowOf, tenantOf, value } from "./call";

/** Public addresses of tenants. */

/** Also where a former slug was asked for: the present one. */
const site = { ...tenantOf, language: like(tenants.language), timeZone: like(tenants.timeZone) };
export type SiteRow = RowOf<typeof site>;

const resolved = prepareList(site, sql`app.resolve_site(${sql.placeholder("slug")})`, "site_resolve");

export async function resolveSite(database: Database, slug: string): Promise<SiteRow | null> {
  const [row] = await resolved(database, { slug });
  return row ?? null;
}

/** Whether an organisation can take a slug; `tenantId` is null for a new one. */
export async function isTenantSlugFree(
  database: Database,
  slug: string,
  tenantId: string | null,
): Promise<boolean> {
  return (await value(database, sql<boolean>`app.is_tenant_slug_free(${slug}, ${tenantId})`)) ?? false;
}
