import { uuidv7 } from "uuidv7";
import { insertUnlessSlugTaken, type WrittenBeside } from "@/db/repositories/article-insert";
import * as sources from "@/db/repositories/article-sources";
import * as articles from "@/db/repositories/articles";
import * as members from "@/db/repositories/members";
import type { NewTag } from "@/db/repositories/tags";
import type { TenantTx } from "@/db/tenant";
import { assertCan, can } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { newEvent, recordEvent } from "../events/record";
import { invalidField } from "../platform/errors";
import type { Expected } from "../platform/versions";
import { withinStorage } from "../tenants/storage";
import { changeArticle } from "./cached-reads";
import { excerptOf } from "./excerpt";
import type { Article } from "./read";
import { isSameSchedule, reschedule, unscheduled } from "./schedule";
import type { CreateArticle, UpdateArticle } from "./schema";
import { slugCandidates } from "./slugs";
import { tagsOf } from "./tag-names";
import {
  findChanged,
  keepFirstRevision,
  keepRevision,
  lock,
  publicationOf,
  recordSchedule,
  setTags,
  stateOf,
  writerOf,
} from "./transaction-helpers";

/**
 * Writes a new article of the actor. Needs `write`. Throws `slug_taken` if the wanted slug is, without one a free slug
 * is made of the title; `source_taken` if another article comes from where this one does.
 */
export function createArticle(context: TenantContext, input: CreateArticle): Promise<Article> {
  assertCan(context, "write");
  const authorId = writerOf(context);
  const { tenantId } = context;
  const wantedTags = tagsOf(input.tags ?? []);
  const excerpt = excerptOf(input.content);
  const publishedAt =
    input.status === "published" ? (input.publishedAt ?? new Date()) : (input.publishedAt ?? null);
  const schedule = reschedule({ status: input.status, ...unscheduled }, input, authorId);
  return changeArticle(context, async (tx) => {
    const id = uuidv7();
    const { title, content, status } = input;
    const row = { tenantId, id, authorId, title, content, excerpt, status, publishedAt, ...schedule };
    const revisionId = wantedTags.length > 0 ? null : uuidv7();
    const written = await withinStorage(tx, context, 0, () =>
      insertWithFreeSlug(tx, row, input.slug, (slug) => ({
        event: newEvent(tx, context, "article.created", id, { title, slug, version: 1, status }),
        revisionId,
      })),
    );
    if (input.source) await sources.set(tx, tenantId, id, input.source);
    if (wantedTags.length > 0) await setTags(tx, context, id, wantedTags);
    const article = wantedTags.length > 0 ? await findChanged(tx, context, id) : written;
    if (!revisionId) keepFirstRevision(tx, context, id);
    if (status === "published") recordEvent(tx, context, "article.published", id, stateOf(article));
    if (schedule.scheduledBy) recordSchedule(tx, context, article, schedule);
    return { result: article, isPublic: status === "published" };
  });
}

/**
 * Changes what `input` names and keeps a revision. Autosaves of one member within minutes share one. Throws
 * `article_not_found`, `insufficient_permissions`, `version_mismatch`, `slug_taken`, `source_taken`.
 */
export function updateArticle(
  context: TenantContext,
  id: string,
  input: UpdateArticle,
  how: Expected & { autosave?: boolean | undefined } = {},
): Promise<Article> {
  const change = prepareUpdate(input);
  return changeArticle(context, async (tx) => {
    const before = await lock(tx, context, id, how);
    const isPublic = before.status === "published";
    if (input.authorId) await assertMayWriteHere(tx, context, input.authorId);
    if (input.source) await sources.set(tx, context.tenantId, id, input.source);
    const schedule = reschedule(before, input, writerOf(context));
    const isRescheduled = !isSameSchedule(before, schedule);
    // Where it comes from is no part of the article: its version stays.
    if (change.changed.length === 0 && !isRescheduled)
      return { result: await findChanged(tx, context, id), isPublic };
    const whole = isRescheduled ? { ...change, columns: { ...change.columns, ...schedule } } : change;
    const result = await applyUpdate(tx, context, id, whole, how.autosave);
    if (isRescheduled) recordSchedule(tx, context, result, schedule);
    return { result, isPublic };
  });
}

/**
 * Saves and publishes in one transaction: either both happen or neither, so that a second step that fails doesn't leave
 * the caller behind on an old version. Throws what the two throw.
 */
export function saveAndPublishArticle(
  context: TenantContext,
  id: string,
  input: UpdateArticle,
  expected: Expected = {},
): Promise<Article> {
  const change = prepareUpdate(input);
  return changeArticle(context, async (tx) => {
    const before = await lock(tx, context, id, expected);
    if (input.authorId) await assertMayWriteHere(tx, context, input.authorId);
    const columns = { ...publicationOf(before, context), ...change.columns };
    const article = await applyUpdate(tx, context, id, { ...change, columns });
    recordEvent(tx, context, "article.published", id, stateOf(article));
    return { result: article, isPublic: true };
  });
}

/** Needs `delete`. Throws `article_not_found`, `version_mismatch`. */
export async function deleteArticle(
  context: TenantContext,
  id: string,
  expected: Expected = {},
): Promise<void> {
  assertCan(context, "delete");
  await changeArticle(context, async (tx) => {
    const { title, slug, status } = await lock(tx, context, id, expected);
    await articles.remove(tx, context.tenantId, id);
    recordEvent(tx, context, "article.deleted", id, { title, slug });
    return { result: undefined, isPublic: status === "published" };
  });
}

interface PreparedUpdate {
  columns: articles.ArticleChanges;
  tags: NewTag[] | undefined;
  /** The names of what was sent, for the event. */
  changed: string[];
}

/** What needs no database, done before a transaction is open. */
function prepareUpdate(input: UpdateArticle): PreparedUpdate {
  const { tags: tagNames, source: _, publishAt: _publishAt, unpublishAt: _unpublishAt, ...columns } = input;
  const excerpt = input.content === undefined ? {} : { excerpt: excerptOf(input.content) };
  return {
    columns: { ...columns, ...excerpt },
    tags: tagNames && tagsOf(tagNames),
    changed: Object.keys({ ...columns, ...(tagNames ? { tags: tagNames } : {}) }),
  };
}

async function applyUpdate(
  tx: TenantTx,
  context: TenantContext,
  id: string,
  { columns, tags: wantedTags, changed }: PreparedUpdate,
  autosave?: boolean,
): Promise<Article> {
  const { tenantId } = context;
  const change = () =>
    tx.inOrder([
      () => articles.update(tx, tenantId, id, columns),
      ...(wantedTags ? [() => setTags(tx, context, id, wantedTags)] : []),
    ]);
  // What is planned is no part of the text.
  if (changed.length === 0) return (await tx.inOrder([change, () => findChanged(tx, context, id)]))[1];
  // A revision keeps the whole text, also where only the title is another.
  const bytes = Buffer.byteLength(columns.content ?? "");
  const [, article] = await withinStorage(tx, context, bytes, () =>
    tx.inOrder([change, () => findChanged(tx, context, id)]),
  );
  keepRevision(tx, context, id, { autosave });
  const payload = { ...stateOf(article), changed, ...(autosave ? { autosave } : {}) };
  recordEvent(tx, context, "article.updated", id, payload);
  return article;
}

/** An article is handed over by admins, to somebody who could have written it. */
async function assertMayWriteHere(tx: TenantTx, context: TenantContext, authorId: string): Promise<void> {
  assertCan(context, "admin");
  const member = await members.findById(tx, context.tenantId, authorId);
  if (member?.status === "active" && can(member.role, "write")) return;
  throw invalidField("authorId", "must be an active member whose role may write");
}

async function insertWithFreeSlug(
  tx: TenantTx,
  row: Omit<articles.NewArticleRow, "slug">,
  wanted: string | undefined,
  beside: (slug: string) => WrittenBeside,
): Promise<Article> {
  const candidates = wanted === undefined ? slugCandidates(row.title, row.id.slice(-12)) : [wanted];
  for (const slug of candidates) {
    const written = await insertUnlessSlugTaken(tx, { ...row, slug }, beside(slug));
    if (written) return written;
  }
  throw invalidField("slug", "is taken by another article", "slug_taken");
}
