import { and, desc, eq, gt, gte, inArray, lt, ne, sql } from "drizzle-orm";
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
): Promise<(DeliveryRow & { body: string; jobId: string | null; queuedAt: Date }) | undefined> {
  const { body, jobId, queuedAt } = webhookDeliveries;
  const [row] = await tx
    .select({ ...columns, body, jobId, queuedAt })
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

/** Notes what came of a job. False where the delivery is another job's by now, or was delivered already. */
export async function settle(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
  jobId: string,
  changes: DeliveryChanges,
): Promise<boolean> {
  const settled = await tx
    .update(webhookDeliveries)
    .set(changes)
    .where(
      and(
        eq(webhookDeliveries.tenantId, tenantId),
        eq(webhookDeliveries.id, id),
        eq(webhookDeliveries.jobId, jobId),
        ne(webhookDeliveries.status, "delivered"),
      ),
    )
    .returning({ id: webhookDeliveries.id })
    .execute();
  return settled.length === 1;
}

/** Puts deliveries on their way by these jobs, one each. */
export async function assignJobs(
  tx: TenantTx,
  tenantId: TenantId,
  ids: readonly string[],
  jobIds: readonly string[],
): Promise<void> {
  const list = (all: readonly string[]) => sql`${`{${all.join(",")}}`}::uuid[]`;
  await tx.execute(sql`
    update ${webhookDeliveries} d
    set job_id = given.job_id, status = 'pending', queued_at = clock_timestamp(), next_attempt_at = now(), finished_at = null
    from unnest(${list(ids)}, ${list(jobIds)}) given (id, job_id)
    where d.tenant_id = ${tenantId} and d.id = given.id`);
}

/** Ids of an endpoint's deliveries, the oldest first, behind one; they are held. */
export async function lockSome(
  tx: TenantTx,
  tenantId: TenantId,
  endpointId: string,
  {
    statuses,
    afterId,
    ...filter
  }: DeliveryFilter & { statuses: DeliveryStatus[]; afterId?: string | undefined },
  max: number,
): Promise<{ id: string; createdAt: Date }[]> {
  const { id, createdAt } = webhookDeliveries;
  return tx
    .select({ id, createdAt })
    .from(webhookDeliveries)
    .where(
      and(
        matching(tenantId, endpointId, filter),
        inArray(webhookDeliveries.status, statuses),
        afterId ? gt(id, afterId) : undefined,
      ),
    )
    .orderBy(id)
    .limit(max)
    .for("no key update")
    .execute();
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
