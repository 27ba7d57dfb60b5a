import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import { webhookEndpoints } from "../schema/webhook-endpoints";
import type { TenantId, TenantTx } from "../tenant";
import { boundedCount } from "./bounded-count";

/** What people see of an endpoint; its secrets stay where they are. */
const columns = {
  id: webhookEndpoints.id,
  url: webhookEndpoints.url,
  description: webhookEndpoints.description,
  types: webhookEndpoints.types,
  isOrdered: webhookEndpoints.isOrdered,
  previousSecretUntil: webhookEndpoints.previousSecretUntil,
  status: webhookEndpoints.status,
  pauseReason: webhookEndpoints.pauseReason,
  failingSince: webhookEndpoints.failingSince,
  resumedAt: webhookEndpoints.resumedAt,
  version: webhookEndpoints.version,
  createdAt: webhookEndpoints.createdAt,
  updatedAt: webhookEndpoints.updatedAt,
};
export type WebhookEndpointRow = Pick<typeof webhookEndpoints.$inferSelect, keyof typeof columns>;

export type WebhookEndpointChanges = Partial<
  Pick<
    typeof webhookEndpoints.$inferInsert,
    | "url"
    | "description"
    | "types"
    | "isOrdered"
    | "secret"
    | "previousSecret"
    | "previousSecretUntil"
    | "status"
    | "pauseReason"
    | "failingSince"
  >
>;

const isOne = (tenantId: TenantId, id: string) =>
  and(eq(webhookEndpoints.tenantId, tenantId), eq(webhookEndpoints.id, id));

/** Newest first. */
export async function list(
  tx: TenantTx,
  tenantId: TenantId,
  page: { limit: number; offset: number; afterId?: string | undefined },
): Promise<WebhookEndpointRow[]> {
  return tx
    .select(columns)
    .from(webhookEndpoints)
    .where(
      and(
        eq(webhookEndpoints.tenantId, tenantId),
        page.afterId ? lt(webhookEndpoints.id, page.afterId) : undefined,
      ),
    )
    .orderBy(desc(webhookEndpoints.id))
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}

export function count(tx: TenantTx, tenantId: TenantId, max: number): Promise<number> {
  return boundedCount(tx, webhookEndpoints, eq(webhookEndpoints.tenantId, tenantId), max);
}

export async function findById(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<WebhookEndpointRow | undefined> {
  const [row] = await tx.select(columns).from(webhookEndpoints).where(isOne(tenantId, id)).execute();
  return row;
}

/** Holds the endpoint for the rest of the transaction. */
export async function lockById(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<WebhookEndpointRow | undefined> {
  const [row] = await tx
    .select(columns)
    .from(webhookEndpoints)
    .where(isOne(tenantId, id))
    .for("no key update")
    .execute();
  return row;
}

/** Of endpoints, encrypted: what signs, and what signs beside it while that is not over. */
export async function findSecrets(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<{ secret: string; previousSecret: string | null } | undefined> {
  const previousSecret = sql<string | null>`case when ${webhookEndpoints.previousSecretUntil} > now()
    then ${webhookEndpoints.previousSecret} end`;
  const [row] = await tx
    .select({ secret: webhookEndpoints.secret, previousSecret })
    .from(webhookEndpoints)
    .where(isOne(tenantId, id))
    .execute();
  return row;
}

export async function insert(tx: TenantTx, row: typeof webhookEndpoints.$inferInsert): Promise<void> {
  await tx.insert(webhookEndpoints).values(row).execute();
}

/** Saves a change and counts the version up. */
export async function update(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
  changes: WebhookEndpointChanges,
): Promise<WebhookEndpointRow | undefined> {
  const [row] = await tx
    .update(webhookEndpoints)
    .set({ ...changes, version: sql`${webhookEndpoints.version} + 1`, updatedAt: sql`now()` })
    .where(isOne(tenantId, id))
    .returning(columns)
    .execute();
  return row;
}

/** What a delivery says of its endpoint; no change that anybody made. */
export async function setFailingSince(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
  isFailing: boolean,
): Promise<void> {
  const failingSince = isFailing ? sql`coalesce(${webhookEndpoints.failingSince}, now())` : null;
  const differs = isFailing
    ? sql`${webhookEndpoints.failingSince} is null`
    : sql`${webhookEndpoints.failingSince} is not null`;
  await tx
    .update(webhookEndpoints)
    .set({ failingSince })
    .where(and(isOne(tenantId, id), differs))
    .execute();
}

/** Says that it goes on: what was queued before this moment is to be queued anew. */
export async function setResumed(tx: TenantTx, tenantId: TenantId, id: string): Promise<void> {
  await tx
    .update(webhookEndpoints)
    .set({ resumedAt: sql`clock_timestamp()`, isResuming: true })
    .where(isOne(tenantId, id))
    .execute();
}

export async function endResuming(tx: TenantTx, tenantId: TenantId, id: string): Promise<void> {
  await tx.update(webhookEndpoints).set({ isResuming: false }).where(isOne(tenantId, id)).execute();
}

export async function remove(tx: TenantTx, tenantId: TenantId, id: string): Promise<void> {
  await tx.delete(webhookEndpoints).where(isOne(tenantId, id)).execute();
}

export type EndpointToFill = Pick<
  typeof webhookEndpoints.$inferSelect,
  "id" | "types" | "isOrdered" | "position"
>;

/** Active endpoints that nobody else is filling, the one that is the furthest on first; they are held. */
export async function lockActive(tx: TenantTx, tenantId: TenantId): Promise<EndpointToFill[]> {
  const { id, types, isOrdered, position } = webhookEndpoints;
  return tx
    .select({ id, types, isOrdered, position })
    .from(webhookEndpoints)
    .where(
      and(
        eq(webhookEndpoints.tenantId, tenantId),
        eq(webhookEndpoints.status, "active"),
        eq(webhookEndpoints.isResuming, false),
      ),
    )
    .orderBy(desc(position))
    .for("no key update", { skipLocked: true })
    .execute();
}

/** Events up to there have their deliveries. */
export async function moveTo(
  tx: TenantTx,
  tenantId: TenantId,
  ids: string[],
  position: number,
): Promise<void> {
  await tx
    .update(webhookEndpoints)
    .set({ position })
    .where(and(eq(webhookEndpoints.tenantId, tenantId), inArray(webhookEndpoints.id, ids)))
    .execute();
}
