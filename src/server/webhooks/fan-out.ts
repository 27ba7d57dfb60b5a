import { uuidv7 } from "uuidv7";
import * as deliveries from "@/db/repositories/webhook-deliveries";
import * as endpoints from "@/db/repositories/webhook-endpoints";
import type { TenantTx } from "@/db/tenant";
import type { TenantContext } from "../auth/tenant-context";
import { numberEvents, numberedMax } from "../events/numbering";
import { type PublicEvent, publicEvent } from "../events/public-event";
import { type EventsAfter, readAfter } from "../events/read-after";
import { typesVisibleTo } from "../events/types";
import { withTenant } from "../platform/database";
import { enqueueDeliveries } from "./deliver-task";

/** Events that are made into deliveries in one transaction. */
const batchMax = 200;

/**
 * Makes the deliveries of what has happened in an organisation since the last time, each once: what is made and how far it went
 * is one transaction. Whoever has begun already isn't waited for. Returns whether there may be more.
 */
export async function fanOut(context: TenantContext): Promise<boolean> {
  while ((await numberEvents(context)) === numberedMax);
  return withTenant(context, async (tx) => {
    const active = await endpoints.lockActive(tx, context.tenantId);
    const from = active[0]?.position;
    if (from === undefined) return false;
    // Those that are further on get their turn when the others have come up to them.
    const level = active.filter(({ position }) => position === from);
    const next = active.find(({ position }) => position > from)?.position ?? Number.POSITIVE_INFINITY;
    const types = typesVisibleTo("admin");
    const { rows, position, hasMore } = upTo(
      next,
      await readAfter(tx, context, from, { types, limit: batchMax }),
    );
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
  });
}

function upTo(end: number, page: EventsAfter): Pick<EventsAfter, "rows" | "position" | "hasMore"> {
  if (page.position <= end) return page;
  return { rows: page.rows.filter(({ position }) => position <= end), position: end, hasMore: true };
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
