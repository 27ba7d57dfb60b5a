import { and, eq, lte, sql } from "drizzle-orm";
import { idempotencyKeys } from "../schema/idempotency-keys";
import type { TenantId, TenantTx } from "../tenant";

export interface StoredAnswerRow {
  requestHash: string;
  status: number;
  answer: string;
}

/**
 * Makes the key this transaction's own until its end, and finds the answer that was given for it before. `held` is false
 * if another transaction has the key right now. Two statements on purpose: the second one's snapshot is taken after the
 * lock, so an answer that was committed a moment before is seen.
 */
export async function claim(
  tx: TenantTx,
  tenantId: TenantId,
  actorId: string,
  key: string,
): Promise<{ held: boolean; stored: StoredAnswerRow | undefined }> {
  const mine = and(
    eq(idempotencyKeys.tenantId, tenantId),
    eq(idempotencyKeys.actorId, actorId),
    eq(idempotencyKeys.key, key),
  );
  const { requestHash, status, answer } = idempotencyKeys;
  const [[lock], , [stored]] = await Promise.all([
    tx.execute<{ held: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtextextended(${`${tenantId} ${actorId} ${key}`}, 0)) as held`,
    ),
    tx.delete(idempotencyKeys).where(and(mine, lte(idempotencyKeys.expiresAt, sql`now()`))),
    tx.select({ requestHash, status, answer }).from(idempotencyKeys).where(mine),
  ]);
  return { held: lock?.held ?? false, stored };
}

export async function insert(tx: TenantTx, row: typeof idempotencyKeys.$inferInsert): Promise<void> {
  await tx.insert(idempotencyKeys).values(row);
}
