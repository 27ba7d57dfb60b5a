import type { ErrorCode } from "@/server/platform/errors";

interface Words {
  meaning: string;
  /** What to do about it. */
  remedy: string;
}

const isGone =
  "Look for it in its list; it was deleted, never was, or belongs to another organisation: these are answered alike.";

/** What each code means. A new code without words doesn't compile. */
export const errorWords: Record<ErrorCode, Words> = {
  validation_failed: {
    meaning: "A parameter, header or field is not as the description has it.",
    remedy: "`details` names each field and what is wrong with it. The same request will not succeed later.",
  },
  malformed_json: {
    meaning: "The body is not JSON in UTF-8.",
    remedy: "Send what a JSON library writes, not text put together by hand.",
  },
  unauthorized: {
    meaning: "There is no key, or none that works: mistyped, ended or revoked.",
    remedy: "Send `Authorization: Bearer …` with a key that an admin made under Settings, API keys.",
  },
  invalid_credentials: {
    meaning: "The e-mail address and the password don't belong together.",
    remedy: "Try again, or have a link sent to choose a new password.",
  },
  insufficient_permissions: {
    meaning: "The key's or member's role doesn't allow this. Authors may change only articles of their own.",
    remedy: "`details` says which permission is needed. Use a key with a role that has it.",
  },
  quota_exceeded: {
    meaning:
      "The organisation stores as much as its plan allows: the message says of what, and how much that is.",
    remedy: "Delete what isn't needed, or ask whoever operates the server for a larger plan.",
  },
  cross_origin_request: {
    meaning: "A change came with the dashboard's session, but from a page of another site.",
    remedy: "Use an API key: sessions are for the dashboard itself.",
  },
  not_found: {
    meaning: "There is nothing at this address.",
    remedy: "Compare the path with this reference.",
  },
  article_not_found: { meaning: "There is no such article for this key.", remedy: isGone },
  revision_not_found: { meaning: "The article has no such revision.", remedy: isGone },
  comment_not_found: { meaning: "There is no such comment for this key.", remedy: isGone },
  api_key_not_found: { meaning: "There is no such API key.", remedy: isGone },
  tag_not_found: { meaning: "There is no such tag.", remedy: isGone },
  organisation_not_found: {
    meaning: "There is no such organisation.",
    remedy: "Check its name in the address.",
  },
  member_not_found: { meaning: "There is no such member.", remedy: isGone },
  invitation_not_found: { meaning: "There is no such invitation that still waits.", remedy: isGone },
  session_not_found: { meaning: "There is no such session of yours.", remedy: "It has ended already." },
  method_not_allowed: {
    meaning: "The address is right, but not for this method.",
    remedy: "The header `Allow` names those that it has.",
  },
  already_published: {
    meaning: "The article is published already.",
    remedy: "Nothing is left to do; read it if you need its present state.",
  },
  not_published: {
    meaning: "The article is not published, so this can't be done with it.",
    remedy: "Publish it first, or leave it as it is.",
  },
  already_archived: { meaning: "The article is archived already.", remedy: "Nothing is left to do." },
  api_key_ended: {
    meaning: "The key was revoked, has ended or was replaced, and stays so.",
    remedy: "Make a new key.",
  },
  slug_taken: {
    meaning: "Another article has this slug.",
    remedy: "Choose another one, or leave it out: one is made from the title.",
  },
  source_taken: {
    meaning: "Another article comes from the same place of the same importer.",
    remedy: "Find it with GET /article-sources and change that one.",
  },
  email_taken: { meaning: "Somebody has an account with this e-mail address.", remedy: "Use another one." },
  already_invited: {
    meaning: "This address was invited at the same moment.",
    remedy: "Nothing is left to do; send the invitation again if its mail got lost.",
  },
  already_member: {
    meaning: "This person is a member already.",
    remedy: "Change the member's role instead.",
  },
  last_admin: {
    meaning: "It would leave the organisation without an admin.",
    remedy: "Make another member an admin first.",
  },
  two_factor_state: {
    meaning:
      "The second factor is not in the state that this needs: on already, off already, or not set up yet.",
    remedy: "Look at Settings, Security and go on from there.",
  },
  idempotency_key_in_use: {
    meaning: "Another request with this Idempotency-Key is being worked on at this moment.",
    remedy: "Wait as `Retry-After` says and send the same again; you then get the answer of the first.",
  },
  idempotency_key_reused: {
    meaning: "This Idempotency-Key was used for a request with another path or body.",
    remedy: "Use a new key for each thing that you want done, and the same only to repeat it.",
  },
  link_invalid: {
    meaning: "The link was used, has expired or was replaced by a newer one.",
    remedy: "Ask for a new one.",
  },
  version_mismatch: {
    meaning: "It was changed since the version that `If-Match` names.",
    remedy: "Read it anew, put your change on top of what is there now, and send that with the new `ETag`.",
  },
  payload_too_large: { meaning: "The body is longer than 1 MiB.", remedy: "Send less at once." },
  unsupported_media_type: {
    meaning: "The body is not declared as JSON.",
    remedy: "Send `Content-Type: application/json`.",
  },
  rate_limited: {
    meaning: "More requests than the limits allow; `RateLimit` says what is left of each.",
    remedy: "Wait for `Retry-After` seconds. Nothing was done, so any request may be sent again.",
  },
  internal_error: {
    meaning: "A fault of ours. It is in our log under the request's id.",
    remedy: "Try again later; tell us the `requestId` if it stays.",
  },
  unavailable: {
    meaning: "Something that we depend on doesn't answer, such as the database.",
    remedy: "Wait for `Retry-After` seconds and try again: reading at once, changes with an Idempotency-Key.",
  },
};
