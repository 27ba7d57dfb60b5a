import { z } from "zod";
import { AppError } from "../platform/errors";

/** A failure of a job, in words that admins of its tenant may read. */
export class JobError extends Error {
  override readonly name = "JobError";
  /** Whether another attempt makes sense. */
  readonly isFinal: boolean;
  /** When to try again, where something else said so. */
  readonly retryMs: number | undefined;

  constructor(message: string, options: ErrorOptions & { isFinal?: boolean; retryMs?: number } = {}) {
    super(message, options);
    this.isFinal = options.isFinal ?? false;
    this.retryMs = options.retryMs;
  }
}

const detailLengthMax = 4_000;

/** What is kept of a failure: for admins what was meant for them, for the operator all. */
export function describeFailure(error: unknown): { error: string; detail: string; isFinal: boolean } {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const cause =
    error instanceof Error && error.cause ? `\nCaused by: ${describeFailure(error.cause).detail}` : "";
  return {
    error: publicMessage(error),
    detail: withoutNul(`${stack}${cause}`.slice(0, detailLengthMax)),
    // What can't be read today can't be read tomorrow either.
    isFinal: error instanceof z.ZodError || (error instanceof JobError && error.isFinal),
  };
}

function publicMessage(error: unknown): string {
  if (error instanceof JobError || error instanceof AppError) return withoutNul(error.message.slice(0, 500));
  if (error instanceof z.ZodError) return "The job holds what this version can’t read.";
  return "An unexpected error. Its details are in the log of the server, under the id of the job.";
}

/** Postgres takes none in a text. */
function withoutNul(text: string): string {
  return text.replaceAll("\u0000", "");
}
