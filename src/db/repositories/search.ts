import { and, eq, sql } from "drizzle-orm";
import { articles } from "../schema/articles";
import type { ArticleStatus } from "../schema/enumerations";
import { members } from "../schema/members";
import type { TenantId, TenantTx } from "../tenant";

/** So many matches are ranked, those that were changed last, and no more are found: it bounds what a search costs. */
export const searchMax = 200;

export interface SearchFilter {
  status?: ArticleStatus | undefined;
  authorId?: string | undefined;
  /** Slug of a tag. */
  tag?: string | undefined;
}

export interface SearchHit {
  id: string;
  slug: string;
  status: ArticleStatus;
  author: { id: string; name: string; avatar: string | null };
  publishedAt: Date | null;
  updatedAt: Date;
  rank: number;
  title: string;
  /** As much of the content, Markdown, as passages are looked for in. */
  beginning: string;
}

/** Characters of content that are read for a page of hits, and for one hit at most: they bound what a search costs. */
const readMax = { page: 200_000, hit: 20_000 };

/**
 * One page of a full-text search, best first, with how many match (counted up to
 * `searchMax`). `tsquery` is the text of one, made of words by the caller. See `app.search_articles` for why that is a function.
 */
export async function search(
  tx: TenantTx,
  tenantId: TenantId,
  tsquery: string,
  { status = undefined, authorId, tag }: SearchFilter,
  page: { limit: number; offset: number },
): Promise<{ hits: SearchHit[]; total: number }> {
  const found = await tx.execute<{ id: string; total: string; rank: number }>(sql`
    select id, total, rank from app.search_articles(${tsquery}, ${status ?? null}, ${authorId ?? null}::uuid,
      ${tag ?? null}, null, ${page.limit}, ${page.offset})`);
  if (found.length === 0) return { hits: [], total: 0 };
  const ids = found.map((row) => row.id);
  const length = Math.min(readMax.hit, Math.floor(readMax.page / ids.length));
  const rows = await selectHits(tx, length)
    .where(and(eq(articles.tenantId, tenantId), sql`${articles.id} = any(${`{${ids.join(",")}}`}::uuid[])`))
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  const hits = found.flatMap(({ id, rank }) => {
    const row = byId.get(id);
    return row ? [{ ...row, rank }] : [];
  });
  return { hits, total: Number(found[0]?.total ?? 0) };
}

function selectHits(tx: TenantTx, length: number) {
  const { id, slug, status, title, publishedAt, updatedAt } = articles;
  return tx
    .select({
      id,
      slug,
      status,
      title,
      publishedAt,
      updatedAt,
      author: { id: members.userId, name: members.name, avatar: members.avatarUrl },
      beginning: sql<string>`left(${articles.content}, ${length}::int)`,
    })
    .from(articles)
    .innerJoin(members, and(eq(members.tenantId, articles.tenantId), eq(members.userId, articles.authorId)));
}
