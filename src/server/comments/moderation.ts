import * as comments from "@/db/repositories/comments";
import * as totals from "@/db/repositories/totals";
import type { CommentStatus } from "@/db/schema/enumerations";
import type { TenantTx } from "@/db/tenant";
import { changeArticles } from "../articles/cached-reads";
import { assertCan, insufficientPermissions } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import { readTenant } from "../platform/database";
import { AppError } from "../platform/errors";
import { countMax, type Page, pageOf, readingOf } from "../platform/paging";
import type { Expected } from "../platform/versions";
import { isWriter, mayModerate, statusOfNewText } from "./policy";
import type { ListAllComments, UpdateComment } from "./schema";
import { type Comment, commentNotFound, lockVisible } from "./service";

/**
 * Comments of all articles, newest first. Needs `read`; without `delete` approved ones alone. Throws
 * `insufficient_permissions` if others are asked for.
 */
export async function listAllComments(
  context: TenantContext,
  query: ListAllComments,
): Promise<Page<Comment>> {
  assertCan(context, "read");
  const { tenantId } = context;
  const isModerator = mayModerate(context);
  if (!isModerator && query.status !== undefined && query.status !== "approved") {
    throw insufficientPermissions("delete");
  }
  const { articleId } = query;
  const status = isModerator ? query.status : "approved";
  const [rows, total] = await readTenant(context, (tx) =>
    tx.inOrder([
      () => comments.list(tx, tenantId, { articleId, status }, readingOf(query)),
      () =>
        articleId
          ? comments.countMatching(tx, tenantId, { articleId, status }, countMax)
          : totals.ofTenant(tx, tenantId).then((found) => totalOf(found, status)),
    ]),
  );
  return pageOf(rows, total, query, ({ id }) => id);
}

/** Comments per status, at constant cost. Needs `delete`. */
export async function countComments(context: TenantContext): Promise<Record<CommentStatus, number>> {
  assertCan(context, "delete");
  return readTenant(context, async (tx) => (await totals.ofTenant(tx, context.tenantId)).comments);
}

/**
 * Decides about a comment (`status`, needs `delete`) or changes its text (whoever wrote it). Changed text of somebody whose
 * comments are moderated waits for approval again. Throws `comment_not_found`, `insufficient_permissions`,
 * `version_mismatch`.
 */
export async function updateComment(
  context: TenantContext,
  id: string,
  input: UpdateComment,
  expected: Expected = {},
): Promise<Comment> {
  assertCan(context, "write");
  if (input.status !== undefined && !mayModerate(context)) throw insufficientPermissions("delete");
  return changeArticles(context, async (tx) => {
    const before = await lockVisible(tx, context, id, expected);
    if (input.body !== undefined && !isWriter(context, before.author.id)) throw notTheWriter();
    const body = input.body ?? before.body;
    const isRewritten = body !== before.body;
    const needsLook = isRewritten && (await statusOfNewText(tx, context)) === "pending";
    const status = input.status ?? (needsLook ? "pending" : before.status);
    const types: ChangeType[] = [
      ...(isRewritten ? (["comment.updated"] as const) : []),
      ...(status === before.status ? [] : [decisions[status]]),
    ];
    if (types.length === 0) return before;
    await comments.update(tx, context.tenantId, id, { body, status });
    return record(tx, context, before, { types: new Set(types), status });
  });
}

type ChangeType = "comment.updated" | "comment.approved" | "comment.rejected";

const decisions: Record<CommentStatus, ChangeType> = {
  pending: "comment.updated",
  approved: "comment.approved",
  rejected: "comment.rejected",
};

async function record(
  tx: TenantTx,
  context: TenantContext,
  { id, articleId, articleTitle: title }: Comment,
  { types, status }: { types: Set<ChangeType>; status: CommentStatus },
): Promise<Comment> {
  const after = await comments.findById(tx, context.tenantId, id);
  for (const type of types) recordEvent(tx, context, type, id, { articleId, title, status });
  if (!after) throw commentNotFound();
  return after;
}

function totalOf({ comments: counted }: totals.TenantTotals, status: CommentStatus | undefined): number {
  return status ? counted[status] : counted.pending + counted.approved + counted.rejected;
}

function notTheWriter(): AppError {
  return new AppError("insufficient_permissions", "Insufficient permissions", {
    details: [{ path: "body", message: "may be changed only by whoever wrote it" }],
  });
}
