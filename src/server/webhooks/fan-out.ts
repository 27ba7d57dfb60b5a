import { uuidv7 } from "uuidv7";
import * as deliveries from "@/db/repositories/webhook-deliveries";
import * as endpoints from "@/db/repositories/webhook-endpoints";
import type { TenantTx } from "@/db/tenant";
import type { TenantContext } from "../auth/tenant-context";
import { numberEvents, numberedMax } from "../events/numbering";
import { type PublicEvent, publicEvent } from "../events/public-event";
import { readAfter } from "../events/read-after";
import { typesVisibleTo } from "../events/types";
import { withTenant } from "../platform/database";
import { enqueueDeliveries } from "./deliver-task";

/** Events that are made into deliveries in one transaction. */
const batchMax = 200;

/** Deliveries that wait for one endpoint: with more of them it stays where it is in the feed. */
const pendingMax = 5_000;

/**
 * Makes the deliveries of what has happened in an organisation since the last time, each once: what is made and how far it went
 * is one transaction. Whoever has begun already isn't waited for, and one that is far behind holds up no other. Returns whether
 * there may be more.
 */
export async function fanOut(context: TenantContext): Promise<boolean> {
  while ((await numberEvents(context)) === numberedMax);
  return withTenant(context, async (tx) => {
    const roomy = await roomyEndpoints(tx, context);
    let hasMore = false;
    for (const from of new Set(roomy.map(({ position }) => position))) {
      const level = roomy.filter(({ position }) => position === from);
      hasMore = (await advance(tx, context, from, level)) || hasMore;
    }
    return hasMore;
  });
}

async function roomyEndpoints(tx: TenantTx, context: TenantContext): Promise<endpoints.EndpointToFill[]> {
  const { tenantId } = context;
  const active = await endpoints.lockActive(tx, tenantId);
  const pending = await Promise.all(
    active.map(({ id }) => deliveries.countMatching(tx, tenantId, id, { status: "pending" }, pendingMax)),
  );
  return active.filter((_, index) => (pending[index] ?? 0) < pendingMax);
}

/** Returns whether there is more behind what was made. */
async function advance(
  tx: TenantTx,
  context: TenantContext,
  from: number,
  level: endpoints.EndpointToFill[],
): Promise<boolean> {
  const types = typesVisibleTo("admin");
  const { rows, position, hasMore } = await readAfter(tx, context, from, { types, limit: batchMax });
  if (position === from) return false;
  const events = rows.map(publicEvent).map((event) => ({ event, body: JSON.stringify(event) }));
  for (const endpoint of level) await fill(tx, context, endpoint, events);
  await endpoints.moveTo(
    tx,
    context.tenantId,
    level.map(({ id }) => id),
    position,
  );
  return hasMore;
}

async function fill(
  tx: TenantTx,
  context: TenantContext,
  endpoint: endpoints.EndpointToFill,
  events: { event: PublicEvent; body: string }[],
): Promise<void> {
  const wanted = events.filter(({ event }) => endpoint.types?.includes(event.type) ?? true);
  const rows = wanted.map(({ event, body }) => ({
    tenantId: context.tenantId,
    id: uuidv7(),
    endpointId: endpoint.id,
    eventId: event.data.id,
    eventType: event.type,
    body,
  }));
  const made = await deliveries.insertMissing(tx, rows);
  await enqueueDeliveries(tx, context, endpoint, made);
}
