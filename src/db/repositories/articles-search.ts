import { and, eq, sql } from "drizzle-orm";
import { articles } from "../schema/articles";
import type { TenantId, TenantTx } from "../tenant";
import { type ArticleRow, selectArticles } from "./article-columns";
import type { ArticleFilter, ArticlePage } from "./articles-list";

export interface ArticleSearchFilter extends Pick<ArticleFilter, "status" | "authorId" | "updatedAfter"> {
  /** Slug of a tag. */
  tag?: string | undefined;
}

/**
 * One page of a full-text search, best first, with how many match (counted up to
 * `searchMax`). The words go through `websearch_to_tsquery`, which takes any input. See `app.search_articles` for why this is a function.
 */
export async function search(
  tx: TenantTx,
  tenantId: TenantId,
  query: string,
  filter: ArticleSearchFilter,
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
