import { uuidv7 } from "uuidv7";
import * as events from "@/db/repositories/events";
import * as repository from "@/db/repositories/webhook-deliveries";
import * as endpoints from "@/db/repositories/webhook-endpoints";
import type { TenantTx } from "@/db/tenant";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { publicEvent } from "../events/public-event";
import { newEvent, recordEvent } from "../events/record";
import { readTenant, withTenant } from "../platform/database";
import { AppError } from "../platform/errors";
import { countMax, type Page, pageOf, readingOf } from "../platform/paging";
import { enqueueDeliveries } from "./deliver-task";
import { lock, originOf, type WebhookEndpoint, webhookEndpointNotFound } from "./endpoints";
import type { ListDeliveries, ReplayDeliveries } from "./schema";

export type Delivery = repository.DeliveryRow;

export type DeliveryDetails = Delivery & {
  body: string;
  /** Newest first. */
  log: Omit<repository.AttemptRow, "tenantId" | "deliveryId">[];
};

/** Attempts that are shown of a delivery; replays add to them. */
const attemptsShownMax = 50;

/** Of one endpoint, newest first. Needs `admin`. Throws `webhook_endpoint_not_found`. */
export async function listDeliveries(
  context: TenantContext,
  endpointId: string,
  { status, ...page }: ListDeliveries,
): Promise<Page<Delivery>> {
  assertCan(context, "admin");
  const { tenantId } = context;
  const [endpoint, rows, total] = await readTenant(context, (tx) =>
    tx.inOrder([
      () => endpoints.findById(tx, tenantId, endpointId),
      () => repository.list(tx, tenantId, endpointId, { status }, readingOf(page)),
      () => repository.countMatching(tx, tenantId, endpointId, { status }, countMax),
    ]),
  );
  if (!endpoint) throw webhookEndpointNotFound();
  return pageOf(rows, total, page, ({ id }) => id);
}

/** With what is sent and its attempts. Needs `admin`. Throws `delivery_not_found`. */
export async function getDelivery(
  context: TenantContext,
  endpointId: string,
  id: string,
): Promise<DeliveryDetails> {
  assertCan(context, "admin");
  const { tenantId } = context;
  const [delivery, attempts] = await readTenant(context, (tx) =>
    tx.inOrder([
      () => repository.findById(tx, tenantId, id),
      () => repository.listAttempts(tx, tenantId, id, attemptsShownMax),
    ]),
  );
  return { ...of(endpointId, delivery), log: attempts };
}

/**
 * Puts one delivery on its way again, whatever became of it; one that waits for its next attempt is sent now. Needs `admin`.
 * Throws `delivery_not_found`, `delivery_pending`, `webhook_endpoint_paused`.
 */
export async function replayDelivery(
  context: TenantContext,
  endpointId: string,
  id: string,
): Promise<Delivery> {
  assertCan(context, "admin");
  const { tenantId } = context;
  return withTenant(context, async (tx) => {
    const [endpoint, locked] = await tx.inOrder([
      () => endpoints.lockById(tx, tenantId, endpointId),
      () => repository.lockById(tx, tenantId, id),
    ]);
    const delivery = of(endpointId, locked);
    assertActive(endpoint);
    if (delivery.status === "pending" && delivery.attempts === 0) throw new AppError("delivery_pending");
    await enqueueDeliveries(tx, context, endpoint, [id]);
    recordEvent(tx, context, "webhook_endpoint.replayed", endpointId, {
      name: originOf(endpoint.url),
      deliveries: 1,
    });
    return of(endpointId, await repository.findById(tx, tenantId, id));
  });
}

export interface Replay {
  /** How many are on their way again. */
  deliveries: number;
  /** From where to ask for the rest; null where there is none. */
  next: Date | null;
}

/** Deliveries that are put on their way again in one request, and at a time. */
const replayMax = 5_000;
const batchMax = 500;

/**
 * Puts deliveries of a time on their way again, the oldest first, 5,000 at most. Needs `admin`. Throws
 * `webhook_endpoint_not_found`, `webhook_endpoint_paused`.
 */
export async function replayDeliveries(
  context: TenantContext,
  endpointId: string,
  { since, until, status }: ReplayDeliveries,
): Promise<Replay> {
  assertCan(context, "admin");
  const { tenantId } = context;
  return withTenant(context, async (tx) => {
    const endpoint = await lockActive(tx, context, endpointId);
    const statuses = status === "failed" ? (["failed"] as const) : (["failed", "delivered"] as const);
    const filter = { since, until, statuses: [...statuses] };
    let count = 0;
    let last: { id: string; createdAt: Date } | undefined;
    do {
      const wanted = { ...filter, afterId: last?.id };
      const rows = await repository.lockSome(tx, tenantId, endpointId, wanted, batchMax);
      await enqueueDeliveries(
        tx,
        context,
        endpoint,
        rows.map(({ id }) => id),
      );
      count += rows.length;
      last = rows.length === batchMax ? rows.at(-1) : undefined;
    } while (last && count < replayMax);
    const payload = { name: originOf(endpoint.url), deliveries: count };
    if (count > 0) recordEvent(tx, context, "webhook_endpoint.replayed", endpointId, payload);
    return { deliveries: count, next: last ? new Date(last.createdAt.getTime() + 1) : null };
  });
}

/** Those that failed in the last days; see `replayDeliveries`. */
export function replayFailed(context: TenantContext, endpointId: string, days: number): Promise<Replay> {
  const since = new Date(Date.now() - days * 86_400_000);
  return replayDeliveries(context, endpointId, { since, status: "failed" });
}

/**
 * Sends an event to this endpoint, whatever types it wants. Needs `admin`. Throws `webhook_endpoint_not_found`,
 * `webhook_endpoint_paused`.
 */
export async function sendTestEvent(context: TenantContext, endpointId: string): Promise<Delivery> {
  assertCan(context, "admin");
  const { tenantId } = context;
  return withTenant(context, async (tx) => {
    const endpoint = await lockActive(tx, context, endpointId);
    const event = newEvent(tx, context, "webhook_endpoint.tested", endpointId, {
      name: originOf(endpoint.url),
    });
    events.insert(tx, event);
    const { type: eventType, id: eventId } = event;
    const body = JSON.stringify(publicEvent({ ...event, createdAt: new Date() }));
    const row = { tenantId, id: uuidv7(), endpointId, eventId, eventType, body };
    await repository.insertMissing(tx, [row]);
    await enqueueDeliveries(tx, context, endpoint, [row.id]);
    return of(endpointId, await repository.findById(tx, tenantId, row.id));
  });
}

export function deliveryNotFound(): AppError {
  return new AppError("delivery_not_found");
}

async function lockActive(tx: TenantTx, context: TenantContext, id: string): Promise<WebhookEndpoint> {
  const endpoint = await lock(tx, context, id);
  assertActive(endpoint);
  return endpoint;
}

function assertActive(endpoint: WebhookEndpoint | undefined): asserts endpoint is WebhookEndpoint {
  if (endpoint?.status !== "active") throw new AppError("webhook_endpoint_paused");
}

function of<Row extends Delivery>(endpointId: string, delivery: Row | undefined): Row {
  if (delivery?.endpointId !== endpointId) throw deliveryNotFound();
  return delivery;
}
