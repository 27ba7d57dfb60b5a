import { type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { TenantTx } from "../tenant";

/** How many rows match, counted up to `max` and no further: what a list's total costs is bounded. `where` names the tenant. */
export async function boundedCount(
  tx: TenantTx,
  table: PgTable,
  where: SQL | undefined,
  max: number,
): Promise<number> {
  const some = tx
    .select({ one: sql`1`.as("one") })
    .from(table)
    .where(where)
    .limit(max)
    .as("some");
  const [row] = await tx.select({ count: sql<number>`count(*)::int` }).from(some).execute();
  return row?.count ?? 0;
}
