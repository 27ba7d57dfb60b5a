import type { z } from "zod";

/** What whoever asks for a job must know of its task. */
export interface TaskDeclaration<Payload extends z.ZodType = z.ZodType> {
  /** Feature and verb, such as `webhooks.deliver`. Never given to something else, since jobs of old may still be there. */
  readonly name: string;
  /** What it does, as the dashboard says it. */
  readonly title: string;
  /**
   * What a job holds: ids rather than data, which may be another by then. A job may be older than the program, so a change has to
   * accept what was written before: new fields are optional, and what has another meaning gets another name.
   */
  readonly payload: Payload;
  /** How often it is tried before it counts as failed. */
  readonly attemptsMax: number;
  /** How long one attempt may take. */
  readonly timeoutMs: number;
}

/** Declares a task beside the feature that asks for it; what it does is a file of `src/server/jobs/tasks`. */
export function declareTask<Payload extends z.ZodType>(
  declaration: Pick<TaskDeclaration<Payload>, "name" | "title" | "payload"> &
    Partial<TaskDeclaration<Payload>>,
): TaskDeclaration<Payload> {
  return { attemptsMax: 10, timeoutMs: 60_000, ...declaration };
}
