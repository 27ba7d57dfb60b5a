import { and, eq, sql } from "drizzle-orm";
import { articles } from "../schema/articles";
import type { ArticleStatus } from "../schema/enumerations";
import { members } from "../schema/members";
import type { TenantId, TenantTx } from "../tenant";

/** Stand around each matched word. No text can hold them: they are taken out of it first. */
export const marks = { start: "\u0001", end: "\u0002" };

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
  /** With marks around matched words. */
  title: string;
  /** Up to two passages of the content, Markdown, with marks around matched words. */
  passages: string;
}

/** Characters of an article that passages are looked for in: it bounds what a page of hits costs. */
const readMax = 20_000;

/**
 * One page of a full-text search, best first, with how many match (counted up to
 * `searchMax`). The words go through `websearch_to_tsquery`, which takes any input. See `app.search_articles` for why that is a function.
 */
export async function search(
  tx: TenantTx,
  tenantId: TenantId,
  query: string,
  { status = undefined, authorId, tag }: SearchFilter,
  page: { limit: number; offset: number },
): Promise<{ hits: SearchHit[]; total: number }> {
  const found = await tx.execute<{ id: string; total: string; rank: number }>(sql`
    select id, total, rank from app.search_articles(${query}, ${status ?? null}, ${authorId ?? null}::uuid,
      ${tag ?? null}, null, ${page.limit}, ${page.offset})`);
  if (found.length === 0) return { hits: [], total: 0 };
  const ids = found.map((row) => row.id);
  const rows = await selectHits(tx, query).where(
    and(eq(articles.tenantId, tenantId), sql`${articles.id} = any(${`{${ids.join(",")}}`}::uuid[])`),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const hits = found.flatMap(({ id, rank }) => {
    const row = byId.get(id);
    return row ? [{ ...row, rank }] : [];
  });
  return { hits, total: Number(found[0]?.total ?? 0) };
}

function selectHits(tx: TenantTx, query: string) {
  const { id, slug, status, publishedAt, updatedAt } = articles;
  const words = sql`websearch_to_tsquery('english', ${query})`;
  const plain = (text: typeof articles.title | typeof articles.content) =>
    sql`translate(left(${text}, ${readMax}), ${marks.start + marks.end}, '')`;
  const selection = `StartSel="${marks.start}", StopSel="${marks.end}"`;
  const whole = `${selection}, HighlightAll=true`;
  const parts = `${selection}, MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … "`;
  return tx
    .select({
      id,
      slug,
      status,
      publishedAt,
      updatedAt,
      author: { id: members.userId, name: members.name, avatar: members.avatarUrl },
      title: sql<string>`ts_headline('english', ${plain(articles.title)}, ${words}, ${whole})`,
      passages: sql<string>`ts_headline('english', ${plain(articles.content)}, ${words}, ${parts})`,
    })
    .from(articles)
    .innerJoin(members, and(eq(members.tenantId, articles.tenantId), eq(members.userId, articles.authorId)));
}
