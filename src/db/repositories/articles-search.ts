import { eq, getTableColumns, sql } from "drizzle-orm";
import { articles } from "../schema/articles";
import { prepare } from "../statement";
import type { TenantId, TenantTx } from "../tenant";
import {
  articlePageOf,
  type ListedArticleRow,
  type OptionalColumn,
  selectArticlesOf,
} from "./article-columns";
import type { ArticleFilter, ArticlePage } from "./articles-list";
import { cachedStatements } from "./statement-cache";

export interface ArticleSearchFilter extends Pick<ArticleFilter, "status" | "authorId" | "updatedAfter"> {
  /** Slug of a tag. */
  tag?: string | undefined;
}

const { placeholder } = sql;

/** One row for the found articles in order, so that the planner, who knows nothing of this function, needn't guess how many. */
const found = sql`(
    select array_agg(f.id order by f.rank desc, f.id desc) as ids, max(f.total) as total
    from app.search_articles(${placeholder("tsquery")}, ${placeholder("status")}, ${placeholder("authorId")}::uuid,
      ${placeholder("tag")}, ${placeholder("updatedAfter")}::timestamptz, ${placeholder("limit")}, ${placeholder("offset")}) f
  ) as found`;

const beside = { total: sql<string>`articles.total`, position: sql<number>`articles.position` };

const searched = cachedStatements((parts: readonly OptionalColumn[]) =>
  prepare((queries) => {
    const page = queries
      .select({
        ...getTableColumns(articles),
        total: sql`found.total`.as("total"),
        position: sql`array_position(found.ids, ${articles.id})`.as("position"),
      })
      .from(articles)
      .innerJoin(found, sql`${articles.id} = any(found.ids)`)
      .where(eq(articles.tenantId, placeholder("tenantId")))
      .as("articles");
    return selectArticlesOf(queries, { page, parts, order: sql`articles.position`, beside }).prepare(
      "article_search",
    );
  }),
);

/**
 * One page of a full-text search, best first, with how many match (counted up to
 * `searchMax`); with content the page may be shorter than `limit`. `tsquery` is the text of one, made of words by the caller. See `app.search_articles` for why this is a function.
 */
export async function search(
  tx: TenantTx,
  tenantId: TenantId,
  tsquery: string,
  { status = undefined, authorId, tag, updatedAfter }: ArticleSearchFilter,
  { limit, offset, parts }: Pick<ArticlePage, "limit" | "offset" | "parts">,
): Promise<{ rows: ListedArticleRow[]; total: number }> {
  const rows = await tx.run(searched(parts), {
    tenantId,
    tsquery,
    status: status ?? null,
    authorId: authorId ?? null,
    tag: tag ?? null,
    updatedAfter: updatedAfter?.toISOString() ?? null,
    limit,
    offset,
  });
  return { rows: articlePageOf(rows, limit).rows, total: Number(rows[0]?.total ?? 0) };
}
