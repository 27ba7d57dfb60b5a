import { uuidv7 } from "uuidv7";
import * as articles from "@/db/repositories/articles";
import * as comments from "@/db/repositories/comments";
import type { TenantTx } from "@/db/tenant";
import { changeArticles } from "../articles/cached-reads";
import { articleNotFound, readWithArticle } from "../articles/read";
import { assertCan, insufficientPermissions } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import { readTenant } from "../platform/database";
import { AppError } from "../platform/errors";
import { type Page, pageOf, readingOf } from "../platform/paging";
import { assertVersion, type Expected } from "../platform/versions";
import { withinStorage } from "../tenants/storage";
import { isVisible, isWriter, mayModerate, statusOfNewText } from "./policy";
import type { ListComments } from "./schema";

export type Comment = comments.CommentRow;

/** Approved comments of an article that the actor may read, newest first. Throws `article_not_found`. */
export async function listComments(
  context: TenantContext,
  articleId: string,
  query: ListComments,
): Promise<Page<Comment>> {
  const filter = { articleId, status: "approved" } as const;
  const [rows, counts] = await readWithArticle(context, articleId, (tx) =>
    comments.list(tx, context.tenantId, filter, readingOf(query)),
  );
  return pageOf(rows, counts.comments, query, ({ id }) => id);
}

/**
 * One comment of an article that the actor may read; one that isn't approved is there for whoever wrote it and for those
 * who moderate. Throws `comment_not_found`.
 */
export async function getComment(context: TenantContext, id: string): Promise<Comment> {
  if (context.audience === "staff") assertCan(context, "read");
  const comment = await readTenant(context, (tx) => comments.findById(tx, context.tenantId, id));
  if (!comment || !isVisible(context, comment)) throw commentNotFound();
  return comment;
}

/** Needs `write`. Where comments are moderated, those of authors start as pending. Throws `article_not_found`. */
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
    const [article, status] = await Promise.all([
      articles.lockForReference(tx, tenantId, articleId),
      statusOfNewText(tx, context),
    ]);
    if (!article) throw articleNotFound();
    const id = uuidv7();
    const [, comment] = await withinStorage(tx, context, 0, () =>
      tx.inOrder([
        () => comments.insert(tx, { tenantId, id, articleId, authorId, body, status }),
        () => comments.findById(tx, tenantId, id),
      ]),
    );
    recordEvent(tx, context, "comment.created", id, { articleId, title: article.title, status });
    if (!comment) throw commentNotFound();
    return comment;
  });
}

/** One's own comment, or any with `delete`. Throws `comment_not_found`, `version_mismatch`. */
export async function deleteComment(
  context: TenantContext,
  id: string,
  expected: Expected = {},
): Promise<void> {
  assertCan(context, "write");
  await changeArticles(context, async (tx) => {
    const { articleId, articleTitle: title, author } = await lockVisible(tx, context, id, expected);
    if (!isWriter(context, author.id) && !mayModerate(context)) throw insufficientPermissions("delete");
    await comments.remove(tx, context.tenantId, id);
    recordEvent(tx, context, "comment.deleted", id, { articleId, title });
  });
}

/** Holds a comment that is there for the actor. Throws `comment_not_found`, `version_mismatch`. */
export async function lockVisible(
  tx: TenantTx,
  context: TenantContext,
  id: string,
  expected: Expected,
): Promise<Comment> {
  const comment = await comments.lockById(tx, context.tenantId, id);
  if (!comment || !isVisible(context, comment)) throw commentNotFound();
  assertVersion(expected, comment.version, "The comment");
  return comment;
}

export function commentNotFound(): AppError {
  return new AppError("comment_not_found");
}
