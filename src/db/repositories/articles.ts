import { and, eq, sql } from "drizzle-orm";
import { articles } from "../schema/articles";
import type { ArticleStatus } from "../schema/enumerations";
import type { TenantId, TenantTx } from "../tenant";
import { type ArticleRow, selectArticles } from "./article-columns";

export type NewArticleRow = Omit<typeof articles.$inferInsert, "search" | "stateVersion">;
export type ArticleChanges = Partial<
  Pick<NewArticleRow, "title" | "content" | "excerpt" | "slug" | "status" | "publishedAt">
>;

/** What rules need to know about an article before they let it be changed. */
export interface LockedArticle {
  id: string;
  authorId: string;
  slug: string;
  title: string;
  status: ArticleStatus;
  version: number;
  publishedAt: Date | null;
  /** The version that changed `status` or `publishedAt` last; null where nobody noted it. */
  stateVersion: number | null;
}

export async function findById(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<ArticleRow | undefined> {
  const [row] = await selectArticles(tx, true).where(
    and(eq(articles.tenantId, tenantId), eq(articles.id, id)),
  );
  return row;
}

/** Without content. */
export async function findSummary(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<ArticleRow | undefined> {
  const [row] = await selectArticles(tx, false).where(
    and(eq(articles.tenantId, tenantId), eq(articles.id, id)),
  );
  return row;
}

export async function findBySlug(
  tx: TenantTx,
  tenantId: TenantId,
  slug: string,
): Promise<ArticleRow | undefined> {
  const [row] = await selectArticles(tx, true).where(
    and(eq(articles.tenantId, tenantId), eq(articles.slug, slug)),
  );
  return row;
}

/** Holds the article for the rest of the transaction, so that rules are checked against what is then changed. */
export async function lockById(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<LockedArticle | undefined> {
  const { authorId, slug, title, status, version, publishedAt, stateVersion } = articles;
  const [row] = await tx
    .select({ id: articles.id, authorId, slug, title, status, version, publishedAt, stateVersion })
    .from(articles)
    .where(and(eq(articles.tenantId, tenantId), eq(articles.id, id)))
    .for("no key update");
  return row;
}

/** Returns false, and writes nothing, if the slug is taken. */
export async function insertUnlessSlugTaken(tx: TenantTx, row: NewArticleRow): Promise<boolean> {
  const inserted = await tx
    .insert(articles)
    .values(row)
    .onConflictDoNothing({ target: [articles.tenantId, articles.slug] })
    .returning({ id: articles.id });
  return inserted.length === 1;
}

/** Saves a change and counts the version up. Throws ConstraintError `articles_tenant_id_slug_key`. */
export async function update(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
  changes: ArticleChanges,
): Promise<void> {
  const version = sql`${articles.version} + 1`;
  const state = changes.status || changes.publishedAt ? { stateVersion: version } : {};
  await tx
    .update(articles)
    .set({ ...changes, ...state, version, updatedAt: sql`now()` })
    .where(and(eq(articles.tenantId, tenantId), eq(articles.id, id)));
}

export async function remove(tx: TenantTx, tenantId: TenantId, id: string): Promise<void> {
  await tx.delete(articles).where(and(eq(articles.tenantId, tenantId), eq(articles.id, id)));
}

/** Keeps the article from being deleted while something that refers to it is written. Doesn't wait for other writers. */
export async function lockForReference(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<{ title: string } | undefined> {
  const [row] = await tx
    .select({ title: articles.title })
    .from(articles)
    .where(and(eq(articles.tenantId, tenantId), eq(articles.id, id)))
    .for("key share");
  return row;
}

export async function findStatus(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<ArticleStatus | undefined> {
  const [row] = await tx
    .select({ status: articles.status })
    .from(articles)
    .where(and(eq(articles.tenantId, tenantId), eq(articles.id, id)));
  return row?.status;
}
