import { sql } from "drizzle-orm";
import type { Database } from "../../database";
import { list, type RowOf, tenantOf } from "./call";

export type ScheduledTenantRow = RowOf<typeof tenantOf>;

/** Tenants for whose articles something scheduled is due, in no order, `max` at most. */
export async function tenantsWithDueArticles(database: Database, max: number): Promise<ScheduledTenantRow[]> {
  return list(database, tenantOf, sql`app.tenants_with_due_articles(${max})`);
}
