import type { VersionConflict } from "./version-conflict";

/**
 * Every failure that a caller may learn of. One class, one list of codes; `server/http/statuses.ts` gives each code its
 * HTTP status. Throw it where the rule is broken, catch it only at the edge.
 */
export const errorCodes = [
  "validation_failed",
  "malformed_json",
  "unsupported_media_type",
  "payload_too_large",
  "unauthorized",
  "invalid_credentials",
  "insufficient_permissions",
  "quota_exceeded",
  "cross_origin_request",
  "not_found",
  "article_not_found",
  "revision_not_found",
  "comment_not_found",
  "api_key_not_found",
  "tag_not_found",
  "organisation_not_found",
  "member_not_found",
  "invitation_not_found",
  "session_not_found",
  "method_not_allowed",
  "already_published",
  "not_published",
  "already_archived",
  "api_key_ended",
  "version_mismatch",
  "idempotency_key_in_use",
  "idempotency_key_reused",
  "slug_taken",
  "source_taken",
  "email_taken",
  "already_invited",
  "already_member",
  "last_admin",
  "two_factor_state",
  "link_invalid",
  "rate_limited",
  "unavailable",
  "internal_error",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

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
    message: string,
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
