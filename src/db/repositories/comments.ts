import { and, desc, eq, lt } from "drizzle-orm";
import { comments } from "../schema/comments";
import { members } from "../schema/members";
import type { TenantId, TenantTx } from "../tenant";

export interface CommentRow {
  id: string;
  articleId: string;
  body: string;
  createdAt: Date;
  author: { id: string; name: string; avatar: string | null };
}

function selectComments(tx: TenantTx) {
  const { id, articleId, body, createdAt } = comments;
  return tx
    .select({
      id,
      articleId,
      body,
      createdAt,
      author: { id: members.userId, name: members.name, avatar: members.avatarUrl },
    })
    .from(comments)
    .innerJoin(members, and(eq(members.tenantId, comments.tenantId), eq(members.userId, comments.authorId)))
    .$dynamic();
}

/** Newest first; ids are UUIDv7, so their order is that of time. */
export async function listForArticle(
  tx: TenantTx,
  tenantId: TenantId,
  articleId: string,
  page: { limit: number; offset: number; afterId?: string | undefined },
): Promise<CommentRow[]> {
  return selectComments(tx)
    .where(
      and(
        eq(comments.tenantId, tenantId),
        eq(comments.articleId, articleId),
        page.afterId ? lt(comments.id, page.afterId) : undefined,
      ),
    )
    .orderBy(desc(comments.id))
    .limit(page.limit)
    .offset(page.offset);
}

export async function findById(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<CommentRow | undefined> {
  const [row] = await selectComments(tx).where(and(eq(comments.tenantId, tenantId), eq(comments.id, id)));
  return row;
}

/** Throws ConstraintError (foreign_key) if the tenant has no such article. */
export async function insert(tx: TenantTx, row: typeof comments.$inferInsert): Promise<void> {
  await tx.insert(comments).values(row);
}

/** Returns whether there was one. */
export async function remove(tx: TenantTx, tenantId: TenantId, id: string): Promise<boolean> {
  const gone = await tx
    .delete(comments)
    .where(and(eq(comments.tenantId, tenantId), eq(comments.id, id)))
    .returning({ id: comments.id });
  return gone.length === 1;
}
