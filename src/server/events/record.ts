import { uuidv7 } from "uuidv7";
import * as events from "@/db/repositories/events";
import type { TenantTx } from "@/db/tenant";
import type { TenantContext } from "../auth/tenant-context";
import { eventTypes } from "../generated/event-types";

/** Every type of event: those that the features declare in their `event-types.ts`. */
export type EventType = keyof typeof eventTypes;

/** Writes one event in the transaction of the change itself: there is no change without its event, nor the reverse. */
export function recordEvent(
  tx: TenantTx,
  context: TenantContext,
  type: EventType,
  subjectId: string,
  payload: Record<string, unknown>,
): void {
  events.insert(tx, newEvent(context, type, subjectId, payload));
}

/** The event itself, for statements that write it along with what it is about. */
export function newEvent(
  context: TenantContext,
  type: EventType,
  subjectId: string,
  payload: Record<string, unknown>,
): events.NewEvent {
  const { actor } = context;
  if (actor.type === "visitor") throw new Error(`a visitor can't cause ${type}`);
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
    payload,
  };
}
