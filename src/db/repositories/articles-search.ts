import { eq, sql } from "drizzle-orm";
import { byShape, prepareSelect } from "../prepared";
import { articles } from "../schema/articles";
import { members } from "../schema/members";
import type { TenantId, TenantTx } from "../tenant";
import { articleFields, type CostlyPart, counted, isAuthor, type ListedArticleRow } from "./article-columns";
import type { ArticleFilter, ArticlePage } from "./articles-list";

export interface ArticleSearchFilter extends Pick<ArticleFilter, "status" | "authorId" | "updatedAfter"> {
  /** Slug of a tag. */
  tag?: string | undefined;
}

const { placeholder } = sql;

/** One row for the found articles in order, so that the planner, who knows nothing of this function, needn't guess how many. */
const found = sql`(
    select array_agg(f.id order by f.rank desc, f.id desc) as ids, max(f.total) as total
    from app.search_articles(${placeholder("query")}, ${placeholder("status")}, ${placeholder("authorId")}::uuid,
      ${placeholder("tag")}, ${placeholder("updatedAfter")}::timestamptz, ${placeholder("limit")}, ${placeholder("offset")}) f
  ) as found`;

const searched = byShape((parts: readonly CostlyPart[]) => {
  const total = sql<string>`found.total`;
  return prepareSelect<ListedArticleRow & { total: string }>({ ...articleFields(parts), total }, (database) =>
    database
      .select({ ...articleFields(parts), total })
      .from(articles)
      .innerJoin(found, sql`${articles.id} = any(found.ids)`)
      .innerJoin(members, isAuthor)
      .crossJoinLateral(counted)
      .where(eq(articles.tenantId, placeholder("tenantId")))
      .orderBy(sql`array_position(found.ids, ${articles.id})`),
  );
});

/**
 * One page of a full-text search, best first, with how many match (counted up to
 * `searchMax`). The words go through `websearch_to_tsquery`, which takes any input. See `app.search_articles` for why this is a function.
 */
export async function search(
  tx: TenantTx,
  tenantId: TenantId,
  query: string,
  { status = undefined, authorId, tag, updatedAfter }: ArticleSearchFilter,
  { limit, offset, parts }: Pick<ArticlePage, "limit" | "offset" | "parts">,
): Promise<{ rows: ListedArticleRow[]; total: number }> {
  const rows = await tx.run(searched(parts), {
    tenantId,
    query,
    status: status ?? null,
    authorId: authorId ?? null,
    tag: tag ?? null,
    updatedAfter: updatedAfter?.toISOString() ?? null,
    limit,
    offset,
  });
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) };
}
