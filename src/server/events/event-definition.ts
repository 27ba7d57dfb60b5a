/** A type of event of a feature: its `event-types.ts` declares them, `npm run generate` collects them. */
export interface EventDefinition {
  /** The kind of thing that it is about. */
  subject: string;
  /** What its actor did, as the dashboard says it; `{label}` is the title or name of what it is about. */
  sentence: string;
}
export type EventDefinitions = Record<string, EventDefinition>;
