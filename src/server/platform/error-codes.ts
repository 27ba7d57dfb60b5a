import type { ErrorDefinitions } from "./error-definition";

export const errorCodes = {
  validation_failed: {
    status: 400,
    title: "Validation failed",
    meaning: "A parameter, header or field is not as the description has it.",
    remedy: "`details` names each field and what is wrong with it. The same request will not succeed later.",
  },
  malformed_json: {
    status: 400,
    title: "The body is not valid JSON",
    meaning: "The body is not JSON in UTF-8.",
    remedy: "Send what a JSON library writes, not text put together by hand.",
  },
  unsupported_media_type: {
    status: 415,
    title: "The body must be sent as application/json",
    meaning: "The body is not declared as JSON.",
    remedy: "Send `Content-Type: application/json`.",
  },
  payload_too_large: {
    status: 413,
    title: "The body is larger than 1 MiB",
    meaning: "The body is longer than 1 MiB.",
    remedy: "Send less at once.",
  },
  unauthorized: {
    status: 401,
    title: "Unauthorized",
    meaning: "There is no key, or none that works: mistyped, ended or revoked.",
    remedy: "Send `Authorization: Bearer …` with a key that an admin made under Settings, API keys.",
  },
  insufficient_permissions: {
    status: 403,
    title: "Insufficient permissions",
    meaning: "The key's or member's role doesn't allow this. Authors may change only articles of their own.",
    remedy: "`details` says which permission is needed. Use a key with a role that has it.",
  },
  cross_origin_request: {
    status: 403,
    title: "Cross-origin request refused",
    meaning: "A change came with the dashboard's session, but from a page of another site.",
    remedy: "Use an API key: sessions are for the dashboard itself.",
  },
  not_found: {
    status: 404,
    title: "Not found",
    meaning: "There is nothing at this address.",
    remedy: "Compare the path with this reference.",
  },
  method_not_allowed: {
    status: 405,
    title: "Method not allowed",
    meaning: "The address is right, but not for this method.",
    remedy: "The header `Allow` names those that it has.",
  },
  version_mismatch: {
    status: 412,
    title: "It was changed in the meantime",
    meaning: "It was changed since the version that `If-Match` names.",
    remedy: "Read it anew, put your change on top of what is there now, and send that with the new `ETag`.",
  },
  idempotency_key_in_use: {
    status: 409,
    title: "This Idempotency-Key is in use",
    meaning: "Another request with this Idempotency-Key is being worked on at this moment.",
    remedy: "Wait as `Retry-After` says and send the same again; you then get the answer of the first.",
  },
  idempotency_key_reused: {
    status: 422,
    title: "This Idempotency-Key was used for another request",
    meaning: "This Idempotency-Key was used for a request with another path or body.",
    remedy: "Use a new key for each thing that you want done, and the same only to repeat it.",
  },
  rate_limited: {
    status: 429,
    title: "Too many requests",
    meaning: "More requests than the limits allow; `RateLimit` says what is left of each.",
    remedy: "Wait for `Retry-After` seconds. Nothing was done, so any request may be sent again.",
  },
  unavailable: {
    status: 503,
    title: "Temporarily unavailable",
    meaning: "Something that we depend on doesn't answer, such as the database.",
    remedy: "Wait for `Retry-After` seconds and try again: reading at once, changes with an Idempotency-Key.",
  },
  internal_error: {
    status: 500,
    title: "Internal server error",
    meaning: "A fault of ours. It is in our log under the request's id.",
    remedy: "Try again later; tell us the `requestId` if it stays.",
  },
} satisfies ErrorDefinitions;
