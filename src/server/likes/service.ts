import * as articles from "@/db/repositories/articles";
import * as likes from "@/db/repositories/likes";
import { changeArticles } from "../articles/cached-reads";
import { articleNotFound, readWithArticle } from "../articles/read";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import { readTenant } from "../platform/database";
import { type IdPage, type Page, pageOf, readingOf } from "../platform/paging";

export interface LikeState {
  liked: boolean;
  /** Likes of the article in all. */
  likes: number;
}

/**
 * Makes the actor like the article, or no longer. Saying the same twice changes nothing and records nothing, also when
 * it is said twice at once. Needs `write`. Throws `article_not_found`.
 */
export async function setLike(context: TenantContext, articleId: string, liked: boolean): Promise<LikeState> {
  assertCan(context, "write");
  const { tenantId, userId } = context;
  if (userId === null) throw new Error("an actor without a user can't like");
  return changeArticles(context, async (tx) => {
    const article = await articles.lockForReference(tx, tenantId, articleId);
    if (!article) throw articleNotFound();
    const changed = liked
      ? await likes.insert(tx, tenantId, articleId, userId)
      : await likes.remove(tx, tenantId, articleId, userId);
    if (changed) {
      const type = liked ? "article.liked" : "article.unliked";
      recordEvent(tx, context, type, articleId, { title: article.title });
    }
    const counted = await articles.findById(tx, tenantId, articleId);
    return { liked, likes: counted?.counts.likes ?? 0 };
  });
}

/** Whether the actor likes the article. Needs `read`. */
export async function isLiked(context: TenantContext, articleId: string): Promise<boolean> {
  assertCan(context, "read");
  const { tenantId, userId } = context;
  if (userId === null) return false;
  return readTenant(context, (tx) => likes.exists(tx, tenantId, articleId, userId));
}

/** Whether the actor likes the article, and how many do. Needs `read`. Throws `article_not_found`. */
export async function getLike(context: TenantContext, articleId: string): Promise<LikeState> {
  assertCan(context, "read");
  const { tenantId, userId } = context;
  const [liked, counts] = await readWithArticle(context, articleId, async (tx) =>
    userId === null ? false : likes.exists(tx, tenantId, articleId, userId),
  );
  return { liked, likes: counts.likes };
}

/** Who likes an article, by id. Needs `read`. Throws `article_not_found`. */
export async function listLikers(
  context: TenantContext,
  articleId: string,
  page: IdPage,
): Promise<Page<likes.LikerRow>> {
  assertCan(context, "read");
  const [rows, counts] = await readWithArticle(context, articleId, (tx) =>
    likes.listForArticle(tx, context.tenantId, articleId, readingOf(page)),
  );
  return pageOf(rows, counts.likes, page, ({ member }) => member.id);
}
