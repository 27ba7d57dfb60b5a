import type { ErrorCode } from "../platform/errors";

/** The one table from error codes to HTTP statuses; it serves REST, actions and pages. */
export const statuses: Record<ErrorCode, number> = {
  validation_failed: 400,
  malformed_json: 400,
  unauthorized: 401,
  invalid_credentials: 401,
  insufficient_permissions: 403,
  cross_origin_request: 403,
  not_found: 404,
  article_not_found: 404,
  comment_not_found: 404,
  api_key_not_found: 404,
  organisation_not_found: 404,
  method_not_allowed: 405,
  already_published: 409,
  not_published: 409,
  already_archived: 409,
  slug_taken: 409,
  email_taken: 409,
  version_mismatch: 412,
  payload_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  internal_error: 500,
  unavailable: 503,
};
