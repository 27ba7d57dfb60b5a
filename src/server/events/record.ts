import { uuidv7 } from "uuidv7";
import * as events from "@/db/repositories/events";
import type { TenantTx } from "@/db/tenant";
import type { TenantContext } from "../auth/tenant-context";
import { eventTypes } from "../generated/event-types";
import type { EventType, PayloadOf } from "./types";
import { eventWaits } from "./waits";

/** Writes one event in the transaction of the change itself: there is no change without its event, nor the reverse. */
export function recordEvent<Type extends EventType>(
  tx: TenantTx,
  context: TenantContext,
  type: Type,
  subjectId: string,
  payload: PayloadOf<Type>,
): void {
  events.insert(tx, newEvent(tx, context, type, subjectId, payload));
}

/** The event itself, for statements that write it along with what it is about. Whoever waits for events learns of the commit. */
export function newEvent<Type extends EventType>(
  tx: TenantTx,
  context: TenantContext,
  type: Type,
  subjectId: string,
  payload: PayloadOf<Type>,
): events.NewEvent {
  const { actor } = context;
  if (actor.type === "visitor") throw new Error(`a visitor can't cause ${type}`);
  tx.afterCommit(() => eventWaits().wake(context.tenantId));
  return {
    tenantId: context.tenantId,
    id: uuidv7(),
    type,
    subjectType: eventTypes[type].subject,
    subjectId,
    actorType: actor.type,
    actorId: actor.id,
    actorName: actor.name,
    requestId: context.requestId,
    address: context.address,
    payload: { ...payload },
  };
}
