import { sql } from "drizzle-orm";
import type { Database } from "../../database";
import { apiKeys } from "../../schema/api-keys";
import { tenants } from "../../schema/tenants";
import { like, perform, prepareList, type RowOf, tenantOf } from "./call";

/** Keys, asked before their tenant is known. */

const resolvedKey = {
  ...tenantOf,
  id: like(apiKeys.id),
  kind: like(apiKeys.kind),
  role: like(apiKeys.role),
  name: like(apiKeys.name),
  createdBy: like(apiKeys.createdBy),
  tenantPlan: like(tenants.plan, "tenant_plan"),
  rateLimitPerMinute: like(apiKeys.rateLimitPerMinute),
  /** Its last use was noted less than a minute ago. */
  usedLately: sql<boolean>`used_lately`,
};
export type ResolvedKeyRow = RowOf<typeof resolvedKey>;

const resolved = prepareList(
  resolvedKey,
  sql`app.resolve_api_key(${sql.placeholder("hash")})`,
  "api_key_resolve",
);

export async function resolveApiKey(database: Database, hash: string): Promise<ResolvedKeyRow | null> {
  const [row] = await resolved(database, { hash });
  return row ?? null;
}

export async function touchApiKey(database: Database, tenantId: string, id: string): Promise<void> {
  await perform(database, sql`app.touch_api_key(${tenantId}, ${id})`);
}
