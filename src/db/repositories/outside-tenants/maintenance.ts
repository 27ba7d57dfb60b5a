import { sql } from "drizzle-orm";
import type { Database } from "../../database";
import { perform, value } from "./call";

/** What is done for all tenants at once. */

/** Throws DatabaseUnavailableError if Postgres doesn't answer. */
export async function ping(database: Database): Promise<void> {
  await perform(database, sql`1`);
}

/** Of all tenants. Returns how many were deleted, `max` at most. */
export async function deleteExpiredIdempotencyKeys(database: Database, max: number): Promise<number> {
  return (await value(database, sql<number>`app.delete_expired_idempotency_keys(${max})::int`)) ?? 0;
}

/** Deletes tokens and mails whose time is over; returns how many mails were never delivered. */
export async function sweepAccounts(database: Database): Promise<number> {
  return (await value(database, sql<number>`app.account_sweep()::int`)) ?? 0;
}
