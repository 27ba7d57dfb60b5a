import { and, eq, sql } from "drizzle-orm";
import { prepareChange, prepareSelect, prepareSql } from "../prepared";
import { idempotencyKeys } from "../schema/idempotency-keys";
import type { TenantId, TenantTx } from "../tenant";

export interface StoredAnswerRow {
  requestHash: string;
  status: number;
  answer: string;
}

const { placeholder } = sql;
const isMine = and(
  eq(idempotencyKeys.tenantId, placeholder("tenantId")),
  eq(idempotencyKeys.actorId, placeholder("actorId")),
  eq(idempotencyKeys.key, placeholder("key")),
);

const holding = prepareSql<{ held: boolean }>(
  sql`select pg_try_advisory_xact_lock(hashtextextended(${placeholder("name")}, 0)) as held`,
);
const answered = {
  requestHash: idempotencyKeys.requestHash,
  status: idempotencyKeys.status,
  answer: idempotencyKeys.answer,
  expired: sql<boolean>`${idempotencyKeys.expiresAt} <= now()`,
};
const given = prepareSelect<StoredAnswerRow & { expired: boolean }>(answered, (database) =>
  database.select(answered).from(idempotencyKeys).where(isMine),
);
const forgetting = prepareChange((database) => database.delete(idempotencyKeys).where(isMine));
const insertion = prepareChange((database) =>
  database.insert(idempotencyKeys).values({
    tenantId: placeholder("tenantId"),
    actorId: placeholder("actorId"),
    key: placeholder("key"),
    requestHash: placeholder("requestHash"),
    status: placeholder("status"),
    answer: placeholder("answer"),
    expiresAt: placeholder("expiresAt"),
  }),
);

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
  const mine = { tenantId, actorId, key };
  const [[lock], [found]] = await Promise.all([
    tx.run(holding, { name: `${tenantId} ${actorId} ${key}` }),
    tx.run(given, mine),
  ]);
  if (found?.expired) await tx.run(forgetting, mine);
  return { held: lock?.held ?? false, stored: found?.expired ? undefined : found };
}

/** Goes out with what the transaction sends next, at the latest with its COMMIT. */
export function insert(tx: TenantTx, row: Omit<typeof idempotencyKeys.$inferSelect, "createdAt">): void {
  tx.runLater(insertion, row);
}
