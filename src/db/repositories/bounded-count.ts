import { type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { TenantTx } from "../tenant";

/**
 * How many rows match, counted up to `max` and no further: what a list's total costs is bounded. `where` names the tenant.
 * `orderBy` is for a condition that has an index of its own, which a plan for all values would not take for the count's sake.
 */
export async function boundedCount(
  tx: TenantTx,
  table: PgTable,
  where: SQL | undefined,
  max: number,
  orderBy?: SQL,
): Promise<number> {
  const some = tx
    .select({ one: sql`1`.as("one") })
    .from(table)
    .where(where)
    .orderBy(...(orderBy ? [orderBy] : []))
    .limit(max)
    .as("some");
  const [row] = await tx.select({ count: sql<number>`count(*)::int` }).from(some).execute();
  return row?.count ?? 0;
}
