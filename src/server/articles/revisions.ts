import { uuidv7 } from "uuidv7";
import * as rows from "@/db/repositories/article-revisions";
import * as articles from "@/db/repositories/articles";
import type { TenantTx } from "@/db/tenant";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import { readTenant } from "../platform/database";
import { AppError } from "../platform/errors";
import type { Page } from "../platform/paging";
import type { Expected } from "../platform/versions";
import { withinStorage } from "../tenants/storage";
import { changeArticle } from "./cached-reads";
import { diffTexts } from "./diff-texts";
import { excerptOf } from "./excerpt";
import { type Article, articleNotFound } from "./read";
import type { Revision, RevisionDiff, RevisionSummary } from "./revision-response-schema";
import {
  type DiffRevision,
  decodeRevisionCursor,
  encodeRevisionCursor,
  type ListRevisions,
} from "./revision-schema";
import { findChanged, keepRevision, lock, setTags, stateOf } from "./transaction-helpers";

export function revisionNotFound(): AppError {
  return new AppError("revision_not_found");
}

/** An article's revisions, newest first, without content. Needs `read`. Throws `article_not_found`. */
export async function listRevisions(
  context: TenantContext,
  articleId: string,
  query: ListRevisions,
): Promise<Page<RevisionSummary>> {
  assertCan(context, "read");
  const { tenantId } = context;
  const beforeNumber = query.cursor === undefined ? undefined : decodeRevisionCursor(query.cursor);
  const page = { limit: query.limit + 1, offset: query.cursor ? 0 : query.offset, beforeNumber };
  const [status, newest, found] = await readTenant(context, (tx) =>
    tx.inOrder([
      () => articles.findStatus(tx, tenantId, articleId),
      () => rows.findNewest(tx, tenantId, articleId),
      () => rows.list(tx, tenantId, articleId, page),
    ]),
  );
  if (!status) throw articleNotFound();
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(summaryOf),
    total: newest?.number ?? 0,
    nextCursor: found.length > query.limit && last ? encodeRevisionCursor(last.number) : null,
  };
}

/** One revision with its content. Needs `read`. Throws `revision_not_found`. */
export async function getRevision(context: TenantContext, articleId: string, id: string): Promise<Revision> {
  assertCan(context, "read");
  const row = await readTenant(context, (tx) => find(tx, context, articleId, id));
  return { ...summaryOf(row), content: row.content ?? "" };
}

/**
 * What differs between a revision and another one, from the older to the newer. Needs `read`. Throws
 * `revision_not_found`, also for the other one.
 */
export async function diffRevision(
  context: TenantContext,
  articleId: string,
  id: string,
  { against }: DiffRevision,
): Promise<RevisionDiff> {
  assertCan(context, "read");
  const [one, other] = await readTenant(context, async (tx) => {
    const row = await find(tx, context, articleId, id);
    return [row, await findOther(tx, context, row, against)] as const;
  });
  const [before, after] = other && other.number > one.number ? [one, other] : [other, one];
  const fields = await diffTexts(context.tenantId, before, after);
  return { before: before ? sideOf(before) : null, after: sideOf(after), fields };
}

/**
 * Brings the title, the text and the tags of a revision back, as a new revision. The slug stays as it is: links lead to
 * it. Who may: as for any change. Throws `revision_not_found` and what `updateArticle` throws.
 */
export function restoreRevision(
  context: TenantContext,
  articleId: string,
  id: string,
  expected: Expected = {},
): Promise<Article> {
  assertCan(context, "write");
  const { tenantId } = context;
  return changeArticle(context, async (tx) => {
    // First: what isn't there is not there for whoever may not change the article either.
    const { title, content = "", tags: names, number } = await find(tx, context, articleId, id);
    const { status } = await lock(tx, context, articleId, expected);
    const wanted = names.map((tag) => ({ id: uuidv7(), ...tag }));
    const excerpt = excerptOf(content);
    const [, , article] = await withinStorage(tx, context, Buffer.byteLength(content), () =>
      tx.inOrder([
        () => articles.update(tx, tenantId, articleId, { title, content, excerpt }),
        () => setTags(tx, context, articleId, wanted),
        () => findChanged(tx, context, articleId),
      ]),
    );
    keepRevision(tx, context, articleId, { restoredFrom: number });
    const payload = { ...stateOf(article), revisionId: id, revision: number };
    recordEvent(tx, context, "article.restored", articleId, payload);
    return { result: article, isPublic: status === "published" };
  });
}

async function find(
  tx: TenantTx,
  context: TenantContext,
  articleId: string,
  id: string,
): Promise<rows.RevisionRow> {
  const row = await rows.findById(tx, context.tenantId, articleId, id);
  if (!row) throw revisionNotFound();
  return row;
}

async function findOther(
  tx: TenantTx,
  context: TenantContext,
  one: rows.RevisionRow,
  against: DiffRevision["against"],
): Promise<rows.RevisionRow | undefined> {
  const { tenantId } = context;
  if (against === "previous") return rows.findByNumber(tx, tenantId, one.articleId, one.number - 1);
  if (against !== "current") return find(tx, context, one.articleId, against);
  if (one.current) return one;
  const newest = await rows.findNewest(tx, tenantId, one.articleId);
  return newest && rows.findByNumber(tx, tenantId, one.articleId, newest.number);
}

/** As the API shows it: these fields and no others, whatever the row may come to hold. */
function summaryOf(row: rows.RevisionRow): RevisionSummary {
  const { id, articleId, number, firstVersion, version, title, slug, tags: ownTags } = row;
  const { fieldVersions, autosave, restoredFrom, savedBy, savedAt, current } = row;
  const changed = rows.revisionFields.filter((field) => (fieldVersions[field] ?? 0) >= firstVersion);
  const text = { title, slug, tags: ownTags, changed };
  return {
    ...{ id, articleId, number, firstVersion, version, ...text },
    ...{ autosave, restoredFrom, savedBy, savedAt, current },
  };
}

function sideOf({ id, number, version }: rows.RevisionRow): { id: string; number: number; version: number } {
  return { id, number, version };
}
