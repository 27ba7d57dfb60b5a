import { and, eq, sql } from "drizzle-orm";
import { idempotencyKeys } from "../schema/idempotency-keys";
import { prepare, prepareChange } from "../statement";
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

const claiming = prepareChange(
  sql`select app.claim_idempotency_key(${placeholder("tenantId")}, ${placeholder("actorId")}, ${placeholder("key")}) as claimed`,
);
const answered = {
  requestHash: idempotencyKeys.requestHash,
  status: idempotencyKeys.status,
  answer: idempotencyKeys.answer,
};
const given = prepare((queries) =>
  queries.select(answered).from(idempotencyKeys).where(isMine).prepare("idempotency_answer"),
);
const insertion = prepare((queries) =>
  queries
    .insert(idempotencyKeys)
    .values({
      tenantId: placeholder("tenantId"),
      actorId: placeholder("actorId"),
      key: placeholder("key"),
      requestHash: placeholder("requestHash"),
      status: placeholder("status"),
      answer: placeholder("answer"),
      expiresAt: placeholder("expiresAt"),
    })
    .prepare("idempotency_insert"),
);

/** Makes the key this transaction's own until its end. Throws ClaimError if it is in use or has its answer. */
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

/** Nobody waits for it: see `enqueue`. */
export function insert(tx: TenantTx, row: Omit<typeof idempotencyKeys.$inferSelect, "createdAt">): void {
  tx.enqueue(insertion, row);
}
