import { uuidv7 } from "uuidv7";
import type { ActorName } from "./actors";
import type { Given, Ids } from "./given";

/**
 * What each operation answers to each actor about something of their own organisation. The one table of who may do what:
 * the matrix test executes it, and `docs/permissions.md` is rendered from it. Something of another organisation, like
 * something that doesn't exist, answers 404 wherever this says 2xx for a path with an id, and the same as here elsewhere.
 */
export interface Expectation {
  /** Status for everyone who may. */
  ok: number;
  /** Those who may; everyone else with a good credential gets 403 (`refused`), everyone without one 401. */
  allowed: ActorName[];
  /** What others get, if not 403. */
  refused?: number;
  /** For what is open to whoever asks, with or without a credential. */
  open?: true;
  /** A body that is accepted: sent as JSON, or as it is if it is text. */
  body?: unknown | ((ids: Ids) => unknown);
  /** Headers that it takes, such as the type of a body that isn't JSON. */
  headers?: Record<string, string>;
  /** With its question mark. */
  query?: string;
  /** What must be there first: a line of `given.ts`. */
  given: Given;
  /** In the words of the docs. */
  note?: string;
}

const viewers: ActorName[] = ["viewer", "viewer key"];
const authors: ActorName[] = ["author", "author key"];
const editors: ActorName[] = ["editor", "editor key"];
const admins: ActorName[] = ["admin", "admin key"];
const people: ActorName[] = ["viewer", "author", "editor", "admin"];
const publicAudience: ActorName[] = ["publishable key"];

const deleters = [...editors, ...admins];
const writers = [...authors, ...deleters];
const readers = [...viewers, ...writers];
const everyone = [...readers, ...publicAudience];
/** The articles of this matrix belong to the admin, and what a key writes belongs to whoever made the key: the admin. */
const changers: ActorName[] = ["author key", ...deleters];
const ofOthers = "authors: only their own; the key of an author acts for the member who made it";

export const expectations: Record<string, Expectation> = {
  "GET /api/v1/me": { ok: 200, allowed: everyone, given: "nothing" },
  "GET /api/v1/openapi.json": { ok: 200, allowed: everyone, open: true, given: "nothing" },
  "PATCH /api/v1/me": {
    ok: 200,
    allowed: people,
    given: "nothing",
    body: { name: "Mo" },
    note: "people alone, not keys",
  },
  "GET /api/v1/me/sessions": { ok: 200, allowed: people, given: "nothing", note: "people alone, not keys" },
  "DELETE /api/v1/me/sessions/[id]": {
    ok: 404,
    allowed: people,
    given: "session",
    note: "people alone: their own sessions; this one is somebody else's",
  },
  "GET /api/v1/tenant": { ok: 200, allowed: readers, given: "nothing" },
  "PATCH /api/v1/tenant": { ok: 200, allowed: admins, given: "nothing", body: { name: "Own" } },
  "GET /api/v1/members": {
    ok: 200,
    allowed: readers,
    given: "nothing",
    note: "mail addresses and suspended members: admins",
  },
  "GET /api/v1/members/[id]": { ok: 200, allowed: readers, given: "member" },
  "PATCH /api/v1/members/[id]": { ok: 200, allowed: admins, given: "member", body: { role: "viewer" } },
  "DELETE /api/v1/members/[id]": {
    ok: 204,
    allowed: admins,
    given: "member",
    note: "200 with what became of their API keys, if they had any",
  },
  "GET /api/v1/invitations": { ok: 200, allowed: admins, given: "nothing" },
  "POST /api/v1/invitations": {
    ok: 201,
    allowed: admins,
    given: "nothing",
    body: { email: "guest@example.org", role: "author" },
  },
  "GET /api/v1/invitations/[id]": { ok: 200, allowed: admins, given: "invitation" },
  "DELETE /api/v1/invitations/[id]": { ok: 204, allowed: admins, given: "invitation" },
  "POST /api/v1/invitations/[id]/resend": { ok: 200, allowed: admins, given: "invitation" },
  "GET /api/v1/tags": { ok: 200, allowed: readers, given: "nothing" },
  "POST /api/v1/tags": {
    ok: 201,
    allowed: writers,
    given: "nothing",
    body: () => ({ name: `New ${uuidv7()}` }),
  },
  "GET /api/v1/tags/[id]": { ok: 200, allowed: readers, given: "tag" },
  "PATCH /api/v1/tags/[id]": {
    ok: 200,
    allowed: deleters,
    given: "tag",
    body: () => ({ name: `Changed ${uuidv7()}` }),
  },
  "DELETE /api/v1/tags/[id]": { ok: 204, allowed: deleters, given: "tag" },
  "GET /api/v1/statistics": { ok: 200, allowed: readers, given: "nothing" },
  "GET /api/v1/search": {
    ok: 200,
    allowed: everyone,
    given: "nothing",
    query: "?q=secret",
    note: "publishable keys: published ones",
  },
  "GET /api/v1/api-keys": { ok: 200, allowed: admins, given: "nothing" },
  "POST /api/v1/api-keys": {
    ok: 201,
    allowed: admins,
    given: "nothing",
    body: { name: "New", kind: "secret", role: "viewer" },
  },
  "GET /api/v1/api-keys/[id]": { ok: 200, allowed: admins, given: "API key" },
  "PATCH /api/v1/api-keys/[id]": {
    ok: 200,
    allowed: admins,
    given: "API key",
    body: { name: "Changed" },
  },
  "DELETE /api/v1/api-keys/[id]": { ok: 204, allowed: admins, given: "API key", note: "revokes it" },
  "POST /api/v1/api-keys/[id]/rotate": {
    ok: 201,
    allowed: admins,
    given: "API key",
    body: { overlapSeconds: 60 },
  },
  "GET /api/v1/audit-log": { ok: 200, allowed: admins, given: "nothing" },
  "GET /api/v1/audit-log/export": { ok: 200, allowed: admins, given: "nothing" },
  "GET /api/v1/export/articles": { ok: 200, allowed: admins, given: "nothing" },
  "GET /api/v1/articles": {
    ok: 200,
    allowed: everyone,
    given: "nothing",
    note: "publishable keys: published ones",
  },
  "POST /api/v1/articles": {
    ok: 201,
    allowed: writers,
    given: "nothing",
    body: { title: "New", content: "New" },
  },
  "GET /api/v1/articles/[id]": { ok: 200, allowed: everyone, given: "published article" },
  "PATCH /api/v1/articles/[id]": {
    ok: 200,
    allowed: changers,
    given: "draft article",
    body: { title: "Changed" },
    note: ofOthers,
  },
  "DELETE /api/v1/articles/[id]": { ok: 204, allowed: deleters, given: "draft article" },
  "POST /api/v1/articles/[id]/publish": {
    ok: 200,
    allowed: changers,
    given: "draft article",
    note: ofOthers,
  },
  "POST /api/v1/articles/[id]/unpublish": {
    ok: 200,
    allowed: changers,
    given: "published article",
    note: ofOthers,
  },
  "POST /api/v1/articles/[id]/archive": {
    ok: 200,
    allowed: changers,
    given: "draft article",
    note: ofOthers,
  },
  "GET /api/v1/articles/[id]/revisions": { ok: 200, allowed: readers, given: "revision" },
  "GET /api/v1/articles/[id]/revisions/[revisionId]": { ok: 200, allowed: readers, given: "revision" },
  "GET /api/v1/articles/[id]/revisions/[revisionId]/diff": { ok: 200, allowed: readers, given: "revision" },
  "POST /api/v1/articles/[id]/revisions/[revisionId]/restore": {
    ok: 200,
    allowed: changers,
    given: "revision",
    note: ofOthers,
  },
  "GET /api/v1/articles/[id]/comments": { ok: 200, allowed: everyone, given: "published article" },
  "POST /api/v1/articles/[id]/comments": {
    ok: 201,
    allowed: writers,
    given: "published article",
    body: { body: "New" },
  },
  "GET /api/v1/articles/[id]/like": { ok: 200, allowed: readers, given: "published article" },
  "GET /api/v1/article-sources": { ok: 200, allowed: readers, given: "nothing", query: "?importer=markdown" },
  "GET /api/v1/articles/[id]/likes": { ok: 200, allowed: readers, given: "published article" },
  "PUT /api/v1/articles/[id]/like": { ok: 200, allowed: writers, given: "published article" },
  "DELETE /api/v1/articles/[id]/like": { ok: 200, allowed: writers, given: "published article" },
  "GET /api/v1/comments": {
    ok: 200,
    allowed: readers,
    given: "nothing",
    note: "viewers and authors: approved ones",
  },
  "PATCH /api/v1/comments/[id]": {
    ok: 200,
    allowed: deleters,
    given: "comment",
    body: { status: "rejected" },
    note: "its text: only whoever wrote it",
  },
  "GET /api/v1/comments/[id]": { ok: 200, allowed: everyone, given: "comment" },
  "DELETE /api/v1/comments/[id]": {
    ok: 204,
    allowed: changers,
    given: "comment",
    note: "authors: only their own",
  },
};

export const withoutCredential: ActorName[] = [
  "signed out",
  "expired key",
  "revoked key",
  "unknown key",
  "suspended member",
  "ended session",
];

/** The status for an actor who asks about something of their own organisation. */
export function expectedStatus(expectation: Expectation, actor: ActorName): number {
  if (expectation.open) return expectation.ok;
  if (withoutCredential.includes(actor)) return 401;
  return expectation.allowed.includes(actor) ? expectation.ok : (expectation.refused ?? 403);
}

/**
 * The status for an id of another organisation, or of nobody. Whoever lacks the permission altogether gets 403 before
 * anything is looked up; whoever has it learns only that nothing is there.
 */
export function expectedForeignStatus(expectation: Expectation, actor: ActorName): number {
  const status = expectedStatus(expectation, actor);
  const narrowedByOwner =
    status === 403 && actor === "author" && expectation.note?.startsWith("authors: only their own");
  return status < 300 || narrowedByOwner ? 404 : status;
}
