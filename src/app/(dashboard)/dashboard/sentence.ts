import type { EventDefinition } from "@/server/events/event-definition";
import type { Activity } from "@/server/events/service";
import { eventTypes } from "@/server/generated/event-types";

const known: Record<string, EventDefinition> = eventTypes;

export interface Sentence {
  actor: string;
  before: string;
  /** With its quotation marks; empty if the event has none. */
  label: string;
  after: string;
}

/** An event in plain words. A type that another version of the program wrote is shown by its name rather than left out. */
export function sentenceOf({ type, actorName, label }: Activity): Sentence {
  const sentence = known[type]?.sentence ?? `${type.replaceAll(/[._]/g, " ")} {label}`;
  const [before = "", after] = sentence.split("{label}").map((part) => part.trim());
  const isNamed = after !== undefined && label !== null;
  return { actor: actorName, before, label: isNamed ? `“${label}”` : "", after: after ?? "" };
}
