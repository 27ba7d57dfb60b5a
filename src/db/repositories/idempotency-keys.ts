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

const claiming = prepareSql<{ claimed: null }>(
  sql`select app.claim_idempotency_key(${placeholder("tenantId")}, ${placeholder("actorId")}, ${placeholder("key")}) as claimed`,
);
const answered = {
  requestHash: idempotencyKeys.requestHash,
  status: idempotencyKeys.status,
  answer: idempotencyKeys.answer,
};
const given = prepareSelect<StoredAnswerRow>(answered, (database) =>
  database.select(answered).from(idempotencyKeys).where(isMine),
);
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
 * Makes the key this transaction's own until its end. Throws ClaimError; then whatever was asked along with it isn't done
 * either, so there is no need to wait for the claim before asking more.
 */
export async function claim(tx: TenantTx, tenantId: TenantId, actorId: string, key: string): Promise<void> {
  await tx.run(claiming, { tenantId, actorId, key });
}

/** The answer that was given for the key; undefined if there is none, or no longer. */
export async function findAnswer(
  tx: TenantTx,
  tenantId: TenantId,
  actorId: string,
  key: string,
): Promise<StoredAnswerRow | undefined> {
  const [row] = await tx.run(given, { tenantId, actorId, key });
  return row;
}

/** Goes out with what the transaction sends next, at the latest with its COMMIT. */
export function insert(tx: TenantTx, row: Omit<typeof idempotencyKeys.$inferSelect, "createdAt">): void {
  tx.runLater(insertion, row);
}
