import { and, desc, eq, lt, type SQL, sql } from "drizzle-orm";
import { articles } from "../schema/articles";
import { comments } from "../schema/comments";
import type { CommentStatus } from "../schema/enumerations";
import { members } from "../schema/members";
import type { TenantId, TenantTx } from "../tenant";
import { boundedCount } from "./bounded-count";

export interface CommentRow {
  id: string;
  articleId: string;
  articleTitle: string;
  body: string;
  status: CommentStatus;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  author: { id: string; name: string; avatar: string | null };
}

export interface CommentFilter {
  articleId?: string | undefined;
  status?: CommentStatus | undefined;
}

/** For the public a comment of an unpublished article isn't there: row security hides the article that it is joined with. */
function selectComments(tx: TenantTx) {
  const { id, articleId, body, status, version, createdAt, updatedAt } = comments;
  const author = { id: members.userId, name: members.name, avatar: members.avatarUrl };
  const columns = {
    id,
    articleId,
    articleTitle: articles.title,
    body,
    status,
    version,
    createdAt,
    updatedAt,
  };
  return tx
    .select({ ...columns, author })
    .from(comments)
    .innerJoin(members, and(eq(members.tenantId, comments.tenantId), eq(members.userId, comments.authorId)))
    .innerJoin(articles, and(eq(articles.tenantId, comments.tenantId), eq(articles.id, comments.articleId)))
    .$dynamic();
}

function matches(tenantId: TenantId, { articleId, status }: CommentFilter): SQL | undefined {
  return and(
    eq(comments.tenantId, tenantId),
    articleId === undefined ? undefined : eq(comments.articleId, articleId),
    status === undefined ? undefined : eq(comments.status, status),
  );
}

/** Newest first; ids are UUIDv7, so their order is that of time. */
export async function list(
  tx: TenantTx,
  tenantId: TenantId,
  filter: CommentFilter,
  page: { limit: number; offset: number; afterId?: string | undefined },
): Promise<CommentRow[]> {
  return selectComments(tx)
    .where(and(matches(tenantId, filter), page.afterId ? lt(comments.id, page.afterId) : undefined))
    .orderBy(desc(comments.id))
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}

export function countMatching(
  tx: TenantTx,
  tenantId: TenantId,
  filter: CommentFilter,
  max: number,
): Promise<number> {
  return boundedCount(tx, comments, matches(tenantId, filter), max);
}

export async function findById(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<CommentRow | undefined> {
  const [row] = await selectComments(tx)
    .where(and(eq(comments.tenantId, tenantId), eq(comments.id, id)))
    .execute();
  return row;
}

/** Holds the comment for the rest of the transaction, so that rules are checked against what is then changed. */
export async function lockById(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<CommentRow | undefined> {
  const [row] = await selectComments(tx)
    .where(and(eq(comments.tenantId, tenantId), eq(comments.id, id)))
    .for("no key update", { of: comments })
    .execute();
  return row;
}

/** Throws ConstraintError (foreign_key) if the tenant has no such article. */
export async function insert(tx: TenantTx, row: typeof comments.$inferInsert): Promise<void> {
  await tx.insert(comments).values(row).execute();
}

/** Saves a change and counts the version up. */
export async function update(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
  changes: { body?: string; status?: CommentStatus },
): Promise<void> {
  await tx
    .update(comments)
    .set({ ...changes, version: sql`${comments.version} + 1`, updatedAt: sql`now()` })
    .where(and(eq(comments.tenantId, tenantId), eq(comments.id, id)))
    .execute();
}

export async function remove(tx: TenantTx, tenantId: TenantId, id: string): Promise<void> {
  await tx
    .delete(comments)
    .where(and(eq(comments.tenantId, tenantId), eq(comments.id, id)))
    .execute();
}
