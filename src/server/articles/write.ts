import { uuidv7 } from "uuidv7";
import * as articles from "@/db/repositories/articles";
import * as tags from "@/db/repositories/tags";
import type { TenantTx } from "@/db/tenant";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { type EventType, recordEvent } from "../events/record";
import { cache } from "../platform/cache";
import { afterCommit, withTenant } from "../platform/database";
import { AppError, invalidField } from "../platform/errors";
import { excerptOf } from "./excerpt";
import { assertMayChange } from "./policy";
import { type Article, articleNotFound, articlesTag } from "./read";
import type { CreateArticle, UpdateArticle } from "./schema";
import { slugCandidates, slugOf } from "./slugs";

/** The versions that the caller would change; on top of any other the change is refused. Undefined: whatever is there. */
export interface Expected {
  versions?: number[] | undefined;
}

/**
 * Writes a new article of the actor. Needs `write`. Throws `slug_taken` if the wanted slug is; without one, a free slug
 * is made of the title.
 */
export function createArticle(context: TenantContext, input: CreateArticle): Promise<Article> {
  assertCan(context, "write");
  const authorId = context.userId;
  if (authorId === null) throw new Error("an actor without a user can't write");
  const { tenantId } = context;
  const wantedTags = tagsOf(input.tags ?? []);
  const excerpt = excerptOf(input.content);
  const publishedAt =
    input.status === "published" ? (input.publishedAt ?? new Date()) : (input.publishedAt ?? null);
  return changeArticles(context, async (tx) => {
    const id = uuidv7();
    const { title, content, status } = input;
    const row = { tenantId, id, authorId, title, content, excerpt, status, publishedAt };
    const slug = await insertWithFreeSlug(tx, row, input.slug);
    const [article] = await Promise.all([
      (wantedTags.length > 0 ? tags.setForArticle(tx, tenantId, id, wantedTags) : Promise.resolve()).then(
        () => findChanged(tx, context, id),
      ),
      recordEvent(tx, context, "article.created", id, { title, slug, status }),
      status === "published" ? recordEvent(tx, context, "article.published", id, { title, slug }) : undefined,
    ]);
    return article;
  });
}

/** Changes what `input` names. Throws `article_not_found`, `insufficient_permissions`, `version_mismatch`, `slug_taken`. */
export function updateArticle(
  context: TenantContext,
  id: string,
  input: UpdateArticle,
  expected: Expected = {},
): Promise<Article> {
  const { tags: tagNames, ...columns } = input;
  const wantedTags = tagNames && tagsOf(tagNames);
  const excerpt = input.content === undefined ? {} : { excerpt: excerptOf(input.content) };
  return changeArticles(context, async (tx) => {
    const before = await lock(tx, context, id, expected);
    await articles.update(tx, context.tenantId, id, { ...columns, ...excerpt });
    if (wantedTags) await tags.setForArticle(tx, context.tenantId, id, wantedTags);
    const title = input.title ?? before.title;
    const [article] = await Promise.all([
      findChanged(tx, context, id),
      recordEvent(tx, context, "article.updated", id, { title, changed: Object.keys(input) }),
    ]);
    return article;
  });
}

/** Throws `already_published` and what `updateArticle` throws. The date of a first publication stays. */
export function publishArticle(context: TenantContext, id: string, expected?: Expected): Promise<Article> {
  return changeStatus(context, id, "article.published", expected, (before) => {
    if (before.status === "published") throw new AppError("already_published", "Already published");
    return { status: "published", publishedAt: before.publishedAt ?? new Date() };
  });
}

/** Makes a published article a draft again. Throws `not_published` and what `updateArticle` throws. */
export function unpublishArticle(context: TenantContext, id: string, expected?: Expected): Promise<Article> {
  return changeStatus(context, id, "article.unpublished", expected, (before) => {
    if (before.status !== "published") throw new AppError("not_published", "Not published");
    return { status: "draft" };
  });
}

/** Throws `already_archived` and what `updateArticle` throws. */
export function archiveArticle(context: TenantContext, id: string, expected?: Expected): Promise<Article> {
  return changeStatus(context, id, "article.archived", expected, (before) => {
    if (before.status === "archived") throw new AppError("already_archived", "Already archived");
    return { status: "archived" };
  });
}

/** Needs `delete`. Throws `article_not_found`, `version_mismatch`. */
export async function deleteArticle(
  context: TenantContext,
  id: string,
  expected: Expected = {},
): Promise<void> {
  assertCan(context, "delete");
  await changeArticles(context, async (tx) => {
    const { title, slug } = await lock(tx, context, id, expected);
    await Promise.all([
      articles.remove(tx, context.tenantId, id),
      recordEvent(tx, context, "article.deleted", id, { title, slug }),
    ]);
  });
}

/** Runs a change of the tenant's articles; after its commit the cached published reads are forgotten, on all processes. */
export async function changeArticles<T>(
  context: TenantContext,
  work: (tx: TenantTx) => Promise<T>,
): Promise<T> {
  const result = await withTenant(context, work);
  await afterCommit(context, () => cache().invalidate(context.tenantId, [articlesTag]));
  return result;
}

function changeStatus(
  context: TenantContext,
  id: string,
  type: EventType,
  expected: Expected = {},
  decide: (before: articles.LockedArticle) => articles.ArticleChanges,
): Promise<Article> {
  return changeArticles(context, async (tx) => {
    const before = await lock(tx, context, id, expected);
    const [, article] = await Promise.all([
      articles.update(tx, context.tenantId, id, decide(before)),
      findChanged(tx, context, id),
      recordEvent(tx, context, type, id, { title: before.title, slug: before.slug }),
    ]);
    return article;
  });
}

async function lock(
  tx: TenantTx,
  context: TenantContext,
  id: string,
  expected: Expected,
): Promise<articles.LockedArticle> {
  // Asked before the look-up, so that whoever may not write learns nothing about what exists.
  assertCan(context, "write");
  const article = await articles.lockById(tx, context.tenantId, id);
  if (!article) throw articleNotFound();
  assertMayChange(context, article);
  if (expected.versions && !expected.versions.includes(article.version)) {
    throw new AppError("version_mismatch", "The article was changed in the meantime", {
      currentVersion: article.version,
    });
  }
  return article;
}

async function findChanged(tx: TenantTx, context: TenantContext, id: string): Promise<Article> {
  const article = await articles.findById(tx, context.tenantId, id);
  if (!article) throw articleNotFound();
  return article;
}

async function insertWithFreeSlug(
  tx: TenantTx,
  row: Omit<articles.NewArticleRow, "slug">,
  wanted: string | undefined,
): Promise<string> {
  const candidates = wanted === undefined ? slugCandidates(row.title, row.id.slice(-12)) : [wanted];
  for (const slug of candidates) {
    if (await articles.insertUnlessSlugTaken(tx, { ...row, slug })) return slug;
  }
  throw invalidField("slug", "is taken by another article", "slug_taken");
}

/** Tags by name, each slug once. Throws `validation_failed` for names of which no slug can be made. */
function tagsOf(names: string[]): tags.NewTag[] {
  const bySlug = new Map<string, tags.NewTag>();
  names.forEach((name, index) => {
    const slug = slugOf(name, 100);
    if (!slug) throw invalidField(`tags.${index}`, "must contain letters or digits");
    if (!bySlug.has(slug)) bySlug.set(slug, { id: uuidv7(), slug, name });
  });
  return [...bySlug.values()];
}
