import { z } from "zod";
import type { EventRow } from "@/db/repositories/events";
import { actorTypes } from "@/db/schema/enumerations";
import { eventTypes } from "../generated/event-types";
import { serializerOf } from "../platform/serializer";
import type { EventDefinition } from "./event-definition";

/**
 * An event as others than the organisation's own dashboard get it, in the form of Standard Webhooks. Each has its payload
 * beside the three that all have.
 */
export interface PublicEvent {
  type: string;
  /** ISO 8601. */
  timestamp: string;
  data: { id: string; subject: { type: string; id: string }; actor: PublicActor; [field: string]: unknown };
}

type PublicActor = z.output<typeof actor>;

const actor = z
  .object({
    type: z.enum(actorTypes),
    id: z.uuid(),
    name: z.string().meta({ description: "As it was at that time", example: "Ada Okafor" }),
  })
  .meta({ id: "EventActor", description: "Who did it." });

/** Names that no payload may have. */
export const reservedFields = ["id", "subject", "actor"];

function responseSchemaOf(type: string, { subject, sentence, payload }: EventDefinition) {
  const eventId = z.uuid().meta({ description: "The event's own id, the same wherever it is told" });
  const about = z.object({ type: z.literal(subject), id: z.uuid() });
  return z
    .object({
      type: z.literal(type),
      timestamp: z.iso.datetime().meta({ example: "2026-11-22T09:30:00.000Z" }),
      data: z.object({ id: eventId, subject: about, actor, ...payload.shape }),
    })
    .meta({
      id: `${type.replace(/(?:^|[._])(\w)/g, (_, letter: string) => letter.toUpperCase())}Event`,
      description: `Somebody ${sentence.replace("{label}", "…")}.`,
    });
}

/** Every type that leaves the organisation's own pages, with what it looks like. */
export const eventResponses = Object.fromEntries(
  Object.entries<EventDefinition>(eventTypes)
    .filter(([, { visibleTo }]) => visibleTo !== "audit log")
    .map(([type, definition]) => [type, responseSchemaOf(type, definition)]),
);

const serializers = new Map(
  Object.entries(eventResponses).map(([type, schema]) => [type, serializerOf(schema)]),
);

/**
 * The one public form of an event, in the feed and in what is sent to receivers. Its JSON is the same, byte for byte, whenever
 * it is made: of the payload it has what the type declares, in that order. Throws for a type that is nowhere but in the audit
 * log.
 */
export function publicEvent(row: EventRow): PublicEvent {
  const { id, type, createdAt, subjectType, subjectId, actorType, actorId, actorName, payload } = row;
  const serialize = serializers.get(type);
  if (!serialize) throw new Error(`events of type ${type} are not public`);
  const subject = { type: subjectType, id: subjectId };
  const data = { ...payload, id, subject, actor: { type: actorType, id: actorId, name: actorName } };
  return serialize({ type, timestamp: createdAt.toISOString(), data }) as PublicEvent;
}
