import { and, asc, desc, eq, gt, isNotNull, type SQL, sql } from "drizzle-orm";
import { articles } from "../schema/articles";
import { articleTotals } from "../schema/counters";
import type { ArticleStatus } from "../schema/enumerations";
import { articleTags } from "../schema/tags";
import type { TenantId, TenantTx } from "../tenant";
import { type ArticleRow, selectArticles } from "./article-columns";

export interface ArticleFilter {
  status?: ArticleStatus | undefined;
  authorId?: string | undefined;
  /** Of a tag: its id and not its slug, since the planner then knows how many articles carry it. */
  tagId?: string | undefined;
  slug?: string | undefined;
  updatedAfter?: Date | undefined;
  /** Only those that have a `publishedAt`. */
  isDated?: boolean | undefined;
}

export const articleSortFields = ["updatedAt", "publishedAt", "createdAt"] as const;
export type ArticleSort = (typeof articleSortFields)[number];

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

const sortColumns = {
  updatedAt: articles.updatedAt,
  publishedAt: articles.publishedAt,
  createdAt: articles.createdAt,
};

/** One page of a tenant's articles. Ties of the sort are broken by id, in the same direction. */
export async function list(
  tx: TenantTx,
  tenantId: TenantId,
  filter: ArticleFilter,
  page: ArticlePage,
): Promise<ArticleRow[]> {
  const column = sortColumns[page.sort];
  const [order, beyond] = page.descending ? [desc, sql`<`] : [asc, sql`>`];
  const { after } = page;
  // As one row: spelled out with OR, the index would be read from its beginning, and late pages would cost the most.
  const afterCursor =
    after &&
    sql`(${column}, ${articles.id}) ${beyond} (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`;
  return selectArticles(tx, page.withContent)
    .where(and(matches(tenantId, filter), afterCursor))
    .orderBy(order(column), order(articles.id))
    .limit(page.limit)
    .offset(page.offset);
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
    filter.isDated ? isNotNull(articles.publishedAt) : undefined,
    filter.tagId === undefined
      ? undefined
      : sql`exists (select from ${articleTags} where ${articleTags.tenantId} = ${articles.tenantId}
        and ${articleTags.articleId} = ${articles.id} and ${articleTags.tagId} = ${filter.tagId}::uuid)`,
  );
}
