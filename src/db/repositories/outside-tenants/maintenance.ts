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

/** Mails whose link has expired before any server took them. */
export async function deleteExpiredMails(database: Database, max: number): Promise<number> {
  return (await value(database, sql<number>`app.mail_delete_expired(${max})::int`)) ?? 0;
}

/** Links and challenges; a day after their end, so that one that was used is still known as such. */
export async function deleteExpiredTokens(database: Database, max: number): Promise<number> {
  return (await value(database, sql<number>`app.token_delete_expired(${max})::int`)) ?? 0;
}

/** Invitations whose link ended before that moment. */
export async function deleteOldInvitations(database: Database, before: Date, max: number): Promise<number> {
  return (await value(database, sql<number>`app.invitation_delete_old(${before}, ${max})::int`)) ?? 0;
}

export async function deleteFinishedJobs(
  database: Database,
  { doneBefore, failedBefore, max }: { doneBefore: Date; failedBefore: Date; max: number },
): Promise<number> {
  const call = sql<number>`app.job_delete_finished(${doneBefore}, ${failedBefore}, ${max})::int`;
  return (await value(database, call)) ?? 0;
}

/** Workers that died before that moment; the one that was heard last is kept. */
export async function forgetWorkers(database: Database, before: Date): Promise<number> {
  return (await value(database, sql<number>`app.job_worker_forget(${before})::int`)) ?? 0;
}

/** Deliveries of webhooks that were made before this moment: finished ones, and those of endpoints that are gone. */
export async function deleteOldDeliveries(database: Database, before: Date, max: number): Promise<number> {
  return (await value(database, sql<number>`app.webhook_delete_old(${before}, ${max})::int`)) ?? 0;
}
