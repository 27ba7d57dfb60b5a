import { errorCodes } from "../generated/error-codes";
import type { VersionConflict } from "./version-conflict";

/** Every code that a failure can have: those that the features declare in their `error-codes.ts`. */
export type ErrorCode = keyof typeof errorCodes;

/** One fault of the input: where (dotted path, empty for the whole) and what is wrong, in words for people. */
export interface FieldProblem {
  path: string;
  message: string;
}

export interface AppErrorOptions extends ErrorOptions {
  details?: FieldProblem[];
  /** For the log only. */
  internal?: string;
  /** Seconds after which trying again makes sense. */
  retryAfterSeconds?: number;
  /** The version that is there, when the caller expected another. */
  currentVersion?: number;
  /** What happened since the version that the caller expected. */
  conflict?: VersionConflict;
}

/** What whoever asked is told of a failure. */
export type Failure = Pick<AppError, "code" | "message"> &
  Partial<Pick<AppError, "details" | "retryAfterSeconds" | "currentVersion" | "conflict">>;

/** Every failure that a caller may learn of. Throw it where the rule is broken, catch it only at the edge. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly details: FieldProblem[] | undefined;
  readonly internal: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly currentVersion: number | undefined;
  readonly conflict: VersionConflict | undefined;

  constructor(
    readonly code: ErrorCode,
    /** Public: shown to whoever asked. */
    message: string = errorCodes[code].title,
    options: AppErrorOptions = {},
  ) {
    super(message, options);
    this.details = options.details;
    this.internal = options.internal;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.currentVersion = options.currentVersion ?? options.conflict?.currentVersion;
    this.conflict = options.conflict;
  }
}

/** A fault of one field, for rules that a schema can't know. */
export function invalidField(path: string, message: string, code: ErrorCode = "validation_failed"): AppError {
  return new AppError(code, code === "validation_failed" ? "Validation failed" : message, {
    details: [{ path, message }],
  });
}
