import { and, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import type { DeliveryStatus } from "../schema/enumerations";
import { webhookAttempts } from "../schema/webhook-attempts";
import { webhookDeliveries } from "../schema/webhook-deliveries";
import type { TenantId, TenantTx } from "../tenant";
import { boundedCount } from "./bounded-count";

const columns = {
  id: webhookDeliveries.id,
  endpointId: webhookDeliveries.endpointId,
  eventId: webhookDeliveries.eventId,
  eventType: webhookDeliveries.eventType,
  status: webhookDeliveries.status,
  attempts: webhookDeliveries.attempts,
  nextAttemptAt: webhookDeliveries.nextAttemptAt,
  createdAt: webhookDeliveries.createdAt,
  finishedAt: webhookDeliveries.finishedAt,
};
export type DeliveryRow = Pick<typeof webhookDeliveries.$inferSelect, keyof typeof columns>;

export interface DeliveryFilter {
  status?: DeliveryStatus | undefined;
  /** Made at this moment or later. */
  since?: Date | undefined;
  /** Made before this moment. */
  until?: Date | undefined;
}

const matching = (tenantId: TenantId, endpointId: string, { status, since, until }: DeliveryFilter) =>
  and(
    eq(webhookDeliveries.tenantId, tenantId),
    eq(webhookDeliveries.endpointId, endpointId),
    status && eq(webhookDeliveries.status, status),
    since && gte(webhookDeliveries.createdAt, since),
    until && lt(webhookDeliveries.createdAt, until),
  );

/** Of one endpoint, newest first. */
export async function list(
  tx: TenantTx,
  tenantId: TenantId,
  endpointId: string,
  filter: DeliveryFilter,
  page: { limit: number; offset: number; afterId?: string | undefined },
): Promise<DeliveryRow[]> {
  return tx
    .select(columns)
    .from(webhookDeliveries)
    .where(
      and(
        matching(tenantId, endpointId, filter),
        page.afterId ? lt(webhookDeliveries.id, page.afterId) : undefined,
      ),
    )
    .orderBy(desc(webhookDeliveries.id))
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}

export function countMatching(
  tx: TenantTx,
  tenantId: TenantId,
  endpointId: string,
  filter: DeliveryFilter,
  max: number,
): Promise<number> {
  return boundedCount(tx, webhookDeliveries, matching(tenantId, endpointId, filter), max);
}

export async function findById(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<(DeliveryRow & { body: string }) | undefined> {
  const [row] = await tx
    .select({ ...columns, body: webhookDeliveries.body })
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.tenantId, tenantId), eq(webhookDeliveries.id, id)))
    .execute();
  return row;
}

/** Holds the delivery for the rest of the transaction. */
export async function lockById(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<DeliveryRow | undefined> {
  const [row] = await tx
    .select(columns)
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.tenantId, tenantId), eq(webhookDeliveries.id, id)))
    .for("no key update")
    .execute();
  return row;
}

export type NewDelivery = Pick<
  typeof webhookDeliveries.$inferInsert,
  "tenantId" | "id" | "endpointId" | "eventId" | "eventType" | "body"
>;

/** Of those whose event is on its way to the endpoint already none is made; returns the ids of the others. */
export async function insertMissing(tx: TenantTx, rows: NewDelivery[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const made = await tx
    .insert(webhookDeliveries)
    .values(rows)
    .onConflictDoNothing()
    .returning({ id: webhookDeliveries.id })
    .execute();
  return made.map(({ id }) => id);
}

export type DeliveryChanges = Partial<
  Pick<typeof webhookDeliveries.$inferInsert, "status" | "attempts" | "nextAttemptAt" | "finishedAt">
>;

export async function update(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
  changes: DeliveryChanges,
): Promise<void> {
  await tx
    .update(webhookDeliveries)
    .set(changes)
    .where(and(eq(webhookDeliveries.tenantId, tenantId), eq(webhookDeliveries.id, id)))
    .execute();
}

/** Puts up to `max` of an endpoint's deliveries, the oldest first, on their way again; returns their ids in that order. */
export async function reopen(
  tx: TenantTx,
  tenantId: TenantId,
  endpointId: string,
  filter: DeliveryFilter & { statuses: DeliveryStatus[] },
  max: number,
): Promise<string[]> {
  const chosen = tx
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(and(matching(tenantId, endpointId, filter), inArray(webhookDeliveries.status, filter.statuses)))
    .orderBy(webhookDeliveries.id)
    .limit(max)
    .for("update", { skipLocked: true });
  const reopened = await tx
    .update(webhookDeliveries)
    .set({ status: "pending", nextAttemptAt: sql`now()`, finishedAt: null })
    .where(and(eq(webhookDeliveries.tenantId, tenantId), inArray(webhookDeliveries.id, chosen)))
    .returning({ id: webhookDeliveries.id })
    .execute();
  return reopened.map(({ id }) => id).toSorted();
}

export type AttemptRow = typeof webhookAttempts.$inferSelect;

export async function insertAttempt(tx: TenantTx, row: typeof webhookAttempts.$inferInsert): Promise<void> {
  await tx.insert(webhookAttempts).values(row).execute();
}

/** Newest first. */
export async function listAttempts(
  tx: TenantTx,
  tenantId: TenantId,
  deliveryId: string,
  max: number,
): Promise<AttemptRow[]> {
  return tx
    .select()
    .from(webhookAttempts)
    .where(and(eq(webhookAttempts.tenantId, tenantId), eq(webhookAttempts.deliveryId, deliveryId)))
    .orderBy(desc(webhookAttempts.id))
    .limit(max)
    .execute();
}
