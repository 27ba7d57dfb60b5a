import { uuidv7 } from "uuidv7";
import * as revisions from "@/db/repositories/article-revisions";
import * as articles from "@/db/repositories/articles";
import * as firstRevision from "@/db/repositories/first-revision";
import * as tags from "@/db/repositories/tags";
import type { TenantTx } from "@/db/tenant";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import type { PayloadOf } from "../events/types";
import { AppError } from "../platform/errors";
import type { Expected } from "../platform/versions";
import { describeConflict } from "./conflict";
import { assertMayChange } from "./policy";
import { type Article, articleNotFound } from "./read";
import { scheduleAfterPublication, timesOf } from "./schedule";

/** What the changes of an article have in common. Each step runs in the transaction of the change. */

/** Throws `insufficient_permissions`, `article_not_found`, `version_mismatch`. */
export async function lock(
  tx: TenantTx,
  context: TenantContext,
  id: string,
  { versions }: Expected,
): Promise<articles.LockedArticle> {
  // Asked before the look-up, so that whoever may not write learns nothing about what exists.
  assertCan(context, "write");
  const article = await articles.lockById(tx, context.tenantId, id);
  if (!article) throw articleNotFound();
  assertMayChange(context, article);
  if (versions && !versions.includes(article.version)) {
    throw new AppError("version_mismatch", "The article was changed in the meantime", {
      conflict: await describeConflict(tx, context.tenantId, article, versions),
    });
  }
  return article;
}

/** Keeps the text as it is now, if it differs from what is kept already. */
export function keepRevision(
  tx: TenantTx,
  context: TenantContext,
  articleId: string,
  how: { autosave?: boolean | undefined; restoredFrom?: number } = {},
): void {
  const { autosave = false, ...rest } = how;
  const save = { id: uuidv7(), articleId, savedBy: writerOf(context), autosave, ...rest };
  revisions.keep(tx, context.tenantId, save);
}

/** Keeps the text that a new article begins with. */
export function keepFirstRevision(tx: TenantTx, context: TenantContext, articleId: string): void {
  firstRevision.keep(tx, context.tenantId, { id: uuidv7(), articleId, savedBy: writerOf(context) });
}

export async function findChanged(tx: TenantTx, context: TenantContext, id: string): Promise<Article> {
  const article = await articles.findById(tx, context.tenantId, id);
  if (!article) throw articleNotFound();
  return article;
}

/** Makes the article carry just these tags. Those that the organisation didn't have are made, and have events of their own. */
export async function setTags(
  tx: TenantTx,
  context: TenantContext,
  articleId: string,
  wanted: tags.NewTag[],
): Promise<void> {
  const made = await tags.setForArticle(tx, context.tenantId, articleId, wanted);
  for (const { id, name, slug } of made) recordEvent(tx, context, "tag.created", id, { name, slug });
}

/** What events of an article tell of it as the change has left it. */
export function stateOf({
  title,
  slug,
  version,
}: Pick<Article, "title" | "slug" | "version">): PayloadOf<"article.archived"> {
  return { title, slug, version };
}

/** That somebody has scheduled something, or cancelled what was. */
export function recordSchedule(
  tx: TenantTx,
  context: TenantContext,
  article: Article,
  schedule: articles.Schedule,
): void {
  const { id } = article;
  if (schedule.scheduledBy)
    recordEvent(tx, context, "article.scheduled", id, { ...stateOf(article), ...timesOf(schedule) });
  else recordEvent(tx, context, "article.schedule_cancelled", id, stateOf(article));
}

/** Throws `already_published`. The date of a first publication stays. */
export function publicationOf(
  before: articles.LockedArticle,
  { userId }: TenantContext,
): articles.ArticleChanges {
  if (before.status === "published") throw new AppError("already_published");
  const publishedAt = before.publishedAt ?? new Date();
  return { status: "published", publishedAt, ...scheduleAfterPublication(before, userId) };
}

/** Who counts as the writer: the member, or the one who made the key. */
export function writerOf(context: TenantContext): string {
  if (context.userId === null) throw new Error("an actor without a user can't write");
  return context.userId;
}
