import type { z } from "zod";
import type { Role } from "@/db/schema/enumerations";
import { can } from "../auth/permissions";
import { eventTypes } from "../generated/event-types";
import type { EventDefinition } from "./event-definition";

/** Every type of event: those that the features declare in their `event-types.ts`. */
export type EventType = keyof typeof eventTypes;

/** What an event of a type tells beside its subject and its actor. */
export type PayloadOf<Type extends EventType> = z.input<(typeof eventTypes)[Type]["payload"]>;

const definitions: [EventType, EventDefinition][] = Object.entries(eventTypes) as [
  EventType,
  EventDefinition,
][];

/** Those that a role may see in the dashboard's activity and in the feed. */
export function typesVisibleTo(role: Role | "public"): EventType[] {
  return definitions
    .filter(([, { visibleTo }]) => visibleTo !== "audit log" && can(role, visibleTo))
    .map(([type]) => type);
}
