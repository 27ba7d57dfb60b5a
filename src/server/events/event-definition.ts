import type { z } from "zod";
import type { Permission } from "../auth/permissions";

/**
 * A type of event of a feature: its `event-types.ts` declares them, `npm run generate` collects them. The dashboard's
 * activity, the feed and the API's description know no more of it than this. A type stays as long as events of it are kept.
 */
export interface EventDefinition {
  /** The kind of thing that it is about. */
  subject: string;
  /** What its actor did, as the dashboard says it; `{label}` is the title or name of what it is about. */
  sentence: string;
  /** What it tells beside its subject and its actor. What is added later must be optional: older events lack it. */
  payload: z.ZodObject;
  /** What the role of whoever gets it must allow. `audit log`: it is nowhere but there. */
  visibleTo: Permission | "audit log";
}
export type EventDefinitions = Record<string, EventDefinition>;
