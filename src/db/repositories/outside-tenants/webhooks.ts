import { sql } from "drizzle-orm";
import type { Database } from "../../database";
import { list, tenantOf, value } from "./call";

/** At most `max` tenants with events that active endpoints have no deliveries of yet. */
export function listTenantsWithNews(database: Database, max: number) {
  return list(database, tenantOf, sql`app.webhook_tenants_with_news(${max})`);
}

/** Deletes at most `max` finished deliveries that were made before this moment; returns how many. */
export async function deleteOldDeliveries(database: Database, before: Date, max: number): Promise<number> {
  return (await value(database, sql<number>`app.webhook_delete_old(${before.toISOString()}, ${max})`)) ?? 0;
}
