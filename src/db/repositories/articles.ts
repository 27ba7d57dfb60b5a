import { and, asc, desc, eq, getTableColumns, gt, lt, or, type SQL, sql } from "drizzle-orm";
import { articles } from "../schema/articles";
import { articleCounts, articleTotals } from "../schema/counters";
import type { ArticleStatus } from "../schema/enumerations";
import { members } from "../schema/members";
import { articleTags, tags } from "../schema/tags";
import type { TenantId, TenantTx } from "../tenant";

export interface ArticleRow {
  id: string;
  slug: string;
  title: string;
  /** Markdown; absent where the caller left it out. */
  content?: string;
  excerpt: string;
  status: ArticleStatus;
  version: number;
  publishedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  author: { id: string; name: string; avatar: string | null };
  tags: { slug: string; name: string }[];
  counts: { likes: number; comments: number };
}

export interface ArticleFilter {
  status?: ArticleStatus | undefined;
  authorId?: string | undefined;
  /** Slug of a tag. */
  tag?: string | undefined;
  slug?: string | undefined;
  updatedAfter?: Date | undefined;
}

export type ArticleSort = "updatedAt" | "publishedAt";

export interface ArticlePage {
  sort: ArticleSort;
  descending: boolean;
  limit: number;
  offset: number;
  /** Continue after this row, instead of an offset. */
  after?: { at: Date; id: string } | undefined;
  /** False: the content isn't even read. */
  withContent: boolean;
}

export type NewArticleRow = Omit<typeof articles.$inferInsert, "search">;
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
}

const {
  search: _search,
  tenantId: _tenantId,
  authorId: _authorId,
  content,
  ...summaryColumns
} = getTableColumns(articles);

/** Author, tags and counts come with the article, at a cost that doesn't grow with likes, comments or list length². */
const relatedColumns = {
  author: { id: members.userId, name: members.name, avatar: members.avatarUrl },
  tags: sql<{ slug: string; name: string }[]>`coalesce((
    select json_agg(json_build_object('slug', ${tags.slug}, 'name', ${tags.name}) order by ${tags.slug})
    from ${articleTags} join ${tags} on ${tags.tenantId} = ${articleTags.tenantId} and ${tags.id} = ${articleTags.tagId}
    where ${articleTags.tenantId} = ${articles.tenantId} and ${articleTags.articleId} = ${articles.id}), '[]')`,
  // At most 8 rows: the slots of a counter. As text, since a sum of bigint is numeric.
  counts: sql<{ likes: number; comments: number }>`(
    select json_build_object('likes', coalesce(sum(${articleCounts.likes}), 0), 'comments', coalesce(sum(${articleCounts.comments}), 0))
    from ${articleCounts}
    where ${articleCounts.tenantId} = ${articles.tenantId} and ${articleCounts.articleId} = ${articles.id})`,
};

const sortColumns = { updatedAt: articles.updatedAt, publishedAt: articles.publishedAt };

function selectArticles(tx: TenantTx, withContent: boolean) {
  const columns = withContent
    ? { ...summaryColumns, content, ...relatedColumns }
    : { ...summaryColumns, ...relatedColumns };
  return tx
    .select(columns)
    .from(articles)
    .innerJoin(members, and(eq(members.tenantId, articles.tenantId), eq(members.userId, articles.authorId)))
    .$dynamic();
}

/** One page of a tenant's articles. Ties of the sort are broken by id, in the same direction. */
export async function list(
  tx: TenantTx,
  tenantId: TenantId,
  filter: ArticleFilter,
  page: ArticlePage,
): Promise<ArticleRow[]> {
  const column = sortColumns[page.sort];
  const [order, beyond] = page.descending ? [desc, lt] : [asc, gt];
  const { after } = page;
  const afterCursor =
    after && or(beyond(column, after.at), and(eq(column, after.at), beyond(articles.id, after.id)));
  return selectArticles(tx, page.withContent)
    .where(
      and(
        matches(tenantId, filter),
        page.sort === "publishedAt" ? sql`${column} is not null` : undefined,
        afterCursor,
      ),
    )
    .orderBy(order(column), order(articles.id))
    .limit(page.limit)
    .offset(page.offset);
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
  const { authorId, slug, title, status, version, publishedAt } = articles;
  const [row] = await tx
    .select({ id: articles.id, authorId, slug, title, status, version, publishedAt })
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
  await tx
    .update(articles)
    .set({ ...changes, version: sql`${articles.version} + 1`, updatedAt: sql`now()` })
    .where(and(eq(articles.tenantId, tenantId), eq(articles.id, id)));
}

export async function remove(tx: TenantTx, tenantId: TenantId, id: string): Promise<void> {
  await tx.delete(articles).where(and(eq(articles.tenantId, tenantId), eq(articles.id, id)));
}

/** Articles per status, of the tenant or of one author, at constant cost. */
export async function totals(
  tx: TenantTx,
  tenantId: TenantId,
  authorId?: string,
): Promise<Record<ArticleStatus, number>> {
  const rows = await tx
    .select({ status: articleTotals.status, total: sql<number>`sum(${articleTotals.total})::int` })
    .from(articleTotals)
    .where(
      and(
        eq(articleTotals.tenantId, tenantId),
        eq(articleTotals.scope, authorId ? `author:${authorId}` : "all"),
      ),
    )
    .groupBy(articleTotals.status);
  return {
    draft: 0,
    published: 0,
    archived: 0,
    ...Object.fromEntries(rows.map((row) => [row.status, row.total])),
  };
}

/** How many match, counted up to `max` and no further, for filters that have no counter. */
export async function countUpTo(
  tx: TenantTx,
  tenantId: TenantId,
  filter: ArticleFilter,
  max: number,
): Promise<number> {
  const some = tx
    .select({ one: sql`1` })
    .from(articles)
    .where(matches(tenantId, filter))
    .limit(max)
    .as("some");
  const [row] = await tx.select({ count: sql<number>`count(*)::int` }).from(some);
  return row?.count ?? 0;
}

function matches(tenantId: TenantId, filter: ArticleFilter): SQL | undefined {
  return and(
    eq(articles.tenantId, tenantId),
    filter.status === undefined ? undefined : eq(articles.status, filter.status),
    filter.authorId === undefined ? undefined : eq(articles.authorId, filter.authorId),
    filter.slug === undefined ? undefined : eq(articles.slug, filter.slug),
    filter.updatedAfter === undefined ? undefined : gt(articles.updatedAt, filter.updatedAfter),
    filter.tag === undefined
      ? undefined
      : sql`exists (select from ${articleTags} join ${tags} on ${tags.tenantId} = ${articleTags.tenantId} and ${tags.id} = ${articleTags.tagId}
        where ${articleTags.tenantId} = ${articles.tenantId} and ${articleTags.articleId} = ${articles.id} and ${tags.slug} = ${filter.tag})`,
  );
}

/**
 * One page of a full-text search, best first, with how many match (counted up to 1,000). The words go through
 * `websearch_to_tsquery`, which takes any input. See `app.search_articles` for why this is a function.
 */
export async function search(
  tx: TenantTx,
  tenantId: TenantId,
  query: string,
  filter: ArticleFilter,
  page: Pick<ArticlePage, "limit" | "offset" | "withContent">,
): Promise<{ rows: ArticleRow[]; total: number }> {
  const updatedAfter = filter.updatedAfter?.toISOString() ?? null;
  const found = await tx.execute<{ id: string; total: string }>(sql`
    select id, total from app.search_articles(${query}, ${filter.status ?? null}, ${filter.authorId ?? null}::uuid,
      ${filter.tag ?? null}, ${updatedAfter}::timestamptz, ${page.limit}, ${page.offset})`);
  const ids = found.map((row) => row.id);
  if (ids.length === 0) return { rows: [], total: 0 };
  const rows = await selectArticles(tx, page.withContent).where(
    and(eq(articles.tenantId, tenantId), sql`${articles.id} = any(${`{${ids.join(",")}}`}::uuid[])`),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { rows: ids.flatMap((id) => byId.get(id) ?? []), total: Number(found[0]?.total ?? 0) };
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
