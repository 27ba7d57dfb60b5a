import { uuidv7 } from "uuidv7";
import * as articles from "@/db/repositories/articles";
import * as comments from "@/db/repositories/comments";
import { articleNotFound, getArticle } from "../articles/read";
import { changeArticles } from "../articles/write";
import { assertCan, can, insufficientPermissions } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import { readTenant } from "../platform/database";
import { AppError } from "../platform/errors";
import type { ListComments } from "./schema";

export type Comment = comments.CommentRow;

export interface CommentList {
  items: Comment[];
  total: number;
  nextCursor: string | null;
}

/** Comments of an article that the actor may read, newest first. Throws `article_not_found`. */
export async function listComments(
  context: TenantContext,
  articleId: string,
  query: ListComments,
): Promise<CommentList> {
  const article = await getArticle(context, articleId);
  const { limit, offset, cursor } = query;
  const page = { limit: limit + 1, offset: cursor ? 0 : offset, afterId: cursor };
  const rows = await readTenant(context, (tx) =>
    comments.listForArticle(tx, context.tenantId, articleId, page),
  );
  const items = rows.slice(0, limit);
  const nextCursor = rows.length > limit ? (items.at(-1)?.id ?? null) : null;
  return { items, total: article.counts.comments, nextCursor };
}

/** One comment of an article that the actor may read. Throws `comment_not_found`. */
export async function getComment(context: TenantContext, id: string): Promise<Comment> {
  if (context.audience === "staff") assertCan(context, "read");
  const comment = await readTenant(context, async (tx) => {
    const found = await comments.findById(tx, context.tenantId, id);
    // For the public an unpublished article isn't there (row security), and then neither are its comments.
    return found && (await articles.findStatus(tx, context.tenantId, found.articleId)) ? found : undefined;
  });
  if (!comment) throw commentNotFound();
  return comment;
}

/** Needs `write`. Throws `article_not_found`. */
export async function createComment(
  context: TenantContext,
  articleId: string,
  body: string,
): Promise<Comment> {
  assertCan(context, "write");
  const authorId = context.userId;
  if (authorId === null) throw new Error("an actor without a user can't write");
  const { tenantId } = context;
  return changeArticles(context, async (tx) => {
    const article = await articles.lockForReference(tx, tenantId, articleId);
    if (!article) throw articleNotFound();
    const id = uuidv7();
    const [, , comment] = await Promise.all([
      comments.insert(tx, { tenantId, id, articleId, authorId, body }),
      recordEvent(tx, context, "comment.created", id, { articleId, title: article.title }),
      comments.findById(tx, tenantId, id),
    ]);
    if (!comment) throw commentNotFound();
    return comment;
  });
}

/** One's own comment, or any with `delete`. Throws `comment_not_found`. */
export async function deleteComment(context: TenantContext, id: string): Promise<void> {
  assertCan(context, "write");
  await changeArticles(context, async (tx) => {
    const comment = await comments.findById(tx, context.tenantId, id);
    if (!comment) throw commentNotFound();
    if (comment.author.id !== context.userId && !can(context.role, "delete"))
      throw insufficientPermissions("delete");
    // Somebody else may have been faster; then there is nothing to record.
    if (!(await comments.remove(tx, context.tenantId, id))) throw commentNotFound();
    await recordEvent(tx, context, "comment.deleted", id, { articleId: comment.articleId });
  });
}

export function commentNotFound(): AppError {
  return new AppError("comment_not_found", "Comment not found");
}
