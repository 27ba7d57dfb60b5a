import { and, asc, desc, eq, gt, isNotNull, type Placeholder, type SQL, sql } from "drizzle-orm";
import { articles, scheduledAt } from "../schema/articles";
import { articleTotals } from "../schema/counters";
import type { ArticleStatus } from "../schema/enumerations";
import { articleTags } from "../schema/tags";
import { prepare } from "../statement";
import type { TenantId, TenantTx } from "../tenant";
import {
  articlePageOf,
  type ListedArticleRow,
  type OptionalColumn,
  selectArticlesOf,
} from "./article-columns";
import { boundedCount } from "./bounded-count";
import { cachedStatements } from "./statement-cache";

const { placeholder } = sql;

export interface ArticleFilter {
  status?: ArticleStatus | undefined;
  authorId?: string | undefined;
  /** Of a tag: its id and not its slug, since the planner then knows how many articles carry it. */
  tagId?: string | undefined;
  slug?: string | undefined;
  updatedAfter?: Date | undefined;
  /** Only those that have a `publishedAt`. */
  isDated?: boolean | undefined;
  /** Only those for which something is planned. */
  isScheduled?: boolean | undefined;
}

export const articleSortFields = ["updatedAt", "publishedAt", "createdAt", "scheduledAt"] as const;
export type ArticleSort = (typeof articleSortFields)[number];

export interface ArticlePage {
  sort: ArticleSort;
  descending: boolean;
  limit: number;
  offset: number;
  /** Continue after this row, instead of an offset. */
  after?: { at: Date; id: string } | undefined;
  /** Parts that aren't named here aren't even read. */
  parts: readonly OptionalColumn[];
}

const sortColumns = {
  updatedAt: articles.updatedAt,
  publishedAt: articles.publishedAt,
  createdAt: articles.createdAt,
  scheduledAt: scheduledAt(articles),
};

/** What a list's statement depends on, as opposed to its values. */
interface ListShape {
  filters: readonly (keyof ArticleFilter)[];
  sort: ArticleSort;
  descending: boolean;
  continues: boolean;
  skips: boolean;
  /** Rows at most, where it is one of the usual numbers. */
  rows: number | undefined;
  parts: readonly OptionalColumn[];
}

/**
 * Limits that are part of the statement's text. Of a limit that is a parameter the planner assumes that it asks for a tenth of
 * all there are, so that in a large organisation it believed in no plan for all values, and planned each list anew.
 */
const usualLimits = new Set([20, 100]);

const filterNames = [
  "status",
  "authorId",
  "tagId",
  "slug",
  "updatedAfter",
  "isDated",
  "isScheduled",
] as const;

/** Ties of the sort are broken by id, in the same direction. */
const listed = cachedStatements(({ filters, sort, descending, continues, skips, rows, parts }: ListShape) => {
  const column = sortColumns[sort];
  const [order, beyond] = descending ? [desc, sql`<`] : [asc, sql`>`];
  const filter = Object.fromEntries(filters.map((name) => [name, placeholder(name)]));
  // As one row: spelled out with OR, the index would be read from its beginning, and late pages would cost the most.
  const afterCursor = continues
    ? sql`(${column}, ${articles.id}) ${beyond} (${placeholder("afterAt")}::timestamptz, ${placeholder("afterId")}::uuid)`
    : undefined;
  return prepare((queries) => {
    const found = queries
      .select()
      .from(articles)
      .where(and(matches(placeholder("tenantId"), filter), afterCursor))
      .orderBy(order(column), order(articles.id))
      .limit(rows === undefined ? placeholder("rows") : literal(rows))
      .$dynamic();
    const page = (skips ? found.offset(placeholder("offset")) : found).as("articles");
    const ordered = sql`${order(column)}, ${order(articles.id)}`;
    return selectArticlesOf(queries, { page, parts, order: ordered }).prepare("article_list");
  });
});

/** A number in a statement's text: Drizzle would make a parameter of it. */
function literal(value: number): Placeholder {
  return sql.raw(String(value)) as unknown as Placeholder;
}

/** One page of a tenant's articles, and whether there are more. With content it may be shorter than `limit`: see `selectArticlesOf`. */
export async function list(
  tx: TenantTx,
  tenantId: TenantId,
  filter: ArticleFilter,
  { sort, descending, limit, offset, after, parts }: ArticlePage,
): Promise<{ rows: ListedArticleRow[]; hasMore: boolean }> {
  const filters = filterNames.filter((name) => filter[name] !== undefined && filter[name] !== false);
  // One row more than asked for tells whether there are more.
  const rows = limit + 1;
  const statement = listed({
    filters,
    sort,
    descending,
    continues: after !== undefined,
    skips: offset > 0,
    rows: usualLimits.has(limit) ? rows : undefined,
    parts,
  });
  const cursor = after ? { afterAt: after.at.toISOString(), afterId: after.id } : {};
  return articlePageOf(await tx.run(statement, { ...filter, ...cursor, tenantId, rows, offset }), limit);
}

const totalsOfScope = prepare((queries) =>
  queries
    .select({ status: articleTotals.status, total: sql<number>`sum(${articleTotals.total})::int` })
    .from(articleTotals)
    .where(
      and(eq(articleTotals.tenantId, placeholder("tenantId")), eq(articleTotals.scope, placeholder("scope"))),
    )
    .groupBy(articleTotals.status)
    .prepare("article_totals"),
);

/** Articles per status, of the tenant or of one author, at constant cost. */
export async function totals(
  tx: TenantTx,
  tenantId: TenantId,
  authorId?: string,
): Promise<Record<ArticleStatus, number>> {
  const scope = authorId ? `author:${authorId}` : "all";
  const rows = await tx.run(totalsOfScope, { tenantId, scope });
  return {
    draft: 0,
    published: 0,
    archived: 0,
    ...Object.fromEntries(rows.map((row) => [row.status, row.total])),
  };
}

/** How many match, counted up to `max` and no further, for filters that have no counter. */
export function countMatching(
  tx: TenantTx,
  tenantId: TenantId,
  filter: ArticleFilter,
  max: number,
): Promise<number> {
  const orderBy = filter.isScheduled ? scheduledAt(articles) : undefined;
  return boundedCount(tx, articles, matches(tenantId, filter), max, orderBy);
}

/** A condition for each filter that is there; for values, or for placeholders of them. */
function matches(
  tenantId: TenantId | Placeholder,
  filter: { [Name in keyof ArticleFilter]: ArticleFilter[Name] | Placeholder },
): SQL | undefined {
  return and(
    eq(articles.tenantId, tenantId),
    filter.status === undefined ? undefined : eq(articles.status, filter.status),
    filter.authorId === undefined ? undefined : eq(articles.authorId, filter.authorId),
    filter.slug === undefined ? undefined : eq(articles.slug, filter.slug),
    filter.updatedAfter === undefined ? undefined : gt(articles.updatedAt, filter.updatedAfter),
    filter.isDated ? isNotNull(articles.publishedAt) : undefined,
    filter.isScheduled ? isNotNull(scheduledAt(articles)) : undefined,
    filter.tagId === undefined
      ? undefined
      : sql`exists (select from ${articleTags} where ${articleTags.tenantId} = ${articles.tenantId}
        and ${articleTags.articleId} = ${articles.id} and ${articleTags.tagId} = ${filter.tagId}::uuid)`,
  );
}
