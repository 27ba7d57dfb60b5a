import { and, asc, eq, gt } from "drizzle-orm";
import { likes } from "../schema/likes";
import { members } from "../schema/members";
import type { TenantId, TenantTx } from "../tenant";

/** Returns false if the user likes the article already. Throws ConstraintError (foreign_key) if there is no such article. */
export async function insert(
  tx: TenantTx,
  tenantId: TenantId,
  articleId: string,
  userId: string,
): Promise<boolean> {
  const added = await tx
    .insert(likes)
    .values({ tenantId, articleId, userId })
    .onConflictDoNothing()
    .returning({ articleId: likes.articleId })
    .execute();
  return added.length === 1;
}

/** Returns false if there was none. */
export async function remove(
  tx: TenantTx,
  tenantId: TenantId,
  articleId: string,
  userId: string,
): Promise<boolean> {
  const gone = await tx
    .delete(likes)
    .where(and(eq(likes.tenantId, tenantId), eq(likes.articleId, articleId), eq(likes.userId, userId)))
    .returning({ articleId: likes.articleId })
    .execute();
  return gone.length === 1;
}

export async function exists(
  tx: TenantTx,
  tenantId: TenantId,
  articleId: string,
  userId: string,
): Promise<boolean> {
  const rows = await tx
    .select({ articleId: likes.articleId })
    .from(likes)
    .where(and(eq(likes.tenantId, tenantId), eq(likes.articleId, articleId), eq(likes.userId, userId)))
    .execute();
  return rows.length === 1;
}

export interface LikerRow {
  member: { id: string; name: string; avatar: string | null };
  likedAt: Date;
}

/** By the members' ids, which is the order of the key. */
export async function listForArticle(
  tx: TenantTx,
  tenantId: TenantId,
  articleId: string,
  page: { limit: number; offset: number; afterId?: string | undefined },
): Promise<LikerRow[]> {
  const afterCursor = page.afterId ? gt(likes.userId, page.afterId) : undefined;
  return tx
    .select({
      member: { id: members.userId, name: members.name, avatar: members.avatarUrl },
      likedAt: likes.createdAt,
    })
    .from(likes)
    .innerJoin(members, and(eq(members.tenantId, likes.tenantId), eq(members.userId, likes.userId)))
    .where(and(eq(likes.tenantId, tenantId), eq(likes.articleId, articleId), afterCursor))
    .orderBy(asc(likes.userId))
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}
