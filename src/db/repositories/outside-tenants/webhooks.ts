import { sql } from "drizzle-orm";
import type { Database } from "../../database";
import { list, tenantOf } from "./call";

/** At most `max` tenants with events that active endpoints have no deliveries of yet. */
export function listTenantsWithNews(database: Database, max: number) {
  return list(database, tenantOf, sql`app.webhook_tenants_with_news(${max})`);
}
