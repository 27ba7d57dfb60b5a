import { and, eq, getTableColumns, type SQL, type Subquery, sql } from "drizzle-orm";
import { articles } from "../schema/articles";
import { articleCounts } from "../schema/counters";
import type { ArticleStatus, ScheduleProblem } from "../schema/enumerations";
import { members } from "../schema/members";
import { articleTags, tags } from "../schema/tags";
import type { Queries } from "../statement";

export interface ArticleRow {
  id: string;
  slug: string;
  title: string;
  /** Markdown. */
  content?: string;
  excerpt: string;
  status: ArticleStatus;
  version: number;
  publishedAt: Date | null;
  publishAt: Date | null;
  unpublishAt: Date | null;
  scheduleProblem: ScheduleProblem | null;
  createdAt: Date;
  updatedAt: Date;
  author: { id: string; name: string; avatar: string | null };
  tags: { slug: string; name: string }[];
  counts: { likes: number; comments: number };
}

/** What costs the most to read of an article, and which a caller may leave out. */
export const optionalColumns = ["content", "tags"] as const;
export type OptionalColumn = (typeof optionalColumns)[number];

/** An article of a list, whose costly parts are there as they were asked for. */
export type ListedArticleRow = Omit<ArticleRow, OptionalColumn> & Partial<Pick<ArticleRow, OptionalColumn>>;

const {
  search: _search,
  stateVersion: _stateVersion,
  tenantId: _tenantId,
  authorId: _authorId,
  scheduledBy: _scheduledBy,
  content,
  ...summaryColumns
} = getTableColumns(articles);

/** An article's tags as JSON, by slug. For queries of `articles`. */
export const articleTagList = sql<{ slug: string; name: string }[]>`coalesce((
    select json_agg(json_build_object('slug', ${tags.slug}, 'name', ${tags.name}) order by ${tags.slug})
    from ${articleTags} join ${tags} on ${tags.tenantId} = ${articleTags.tenantId} and ${tags.id} = ${articleTags.tagId}
    where ${articleTags.tenantId} = ${articles.tenantId} and ${articleTags.articleId} = ${articles.id}), '[]')`;

/** The slots of an article's counters, of which there are few: as many as it ever had writers at once. For queries of `articles`. */
const counted = sql`(
    select coalesce(sum(${articleCounts.likes}), 0)::float8 as likes, coalesce(sum(${articleCounts.comments}), 0)::float8 as comments
    from ${articleCounts}
    where ${articleCounts.tenantId} = ${articles.tenantId} and ${articleCounts.articleId} = ${articles.id}) as counted`;

const costly = { content, tags: articleTagList };

/** What an article is made of, with its author and those of the costly parts that are asked for. */
function articleFields(parts: readonly OptionalColumn[]) {
  return {
    ...summaryColumns,
    author: { id: members.userId, name: members.name, avatar: members.avatarUrl },
    counts: { likes: sql<number>`counted.likes`, comments: sql<number>`counted.comments` },
    // Typed as if all were there; what knows that some may be missing is the type of the rows.
    ...(Object.fromEntries(parts.map((part) => [part, costly[part]])) as typeof costly),
  };
}

/** Ties an author to an article. */
const isAuthor = and(eq(members.tenantId, articles.tenantId), eq(members.userId, articles.authorId));

/** Articles with what belongs to them, for a repository to narrow down. Nothing here grows with likes, comments or list length². */
export function selectArticles(queries: Queries, parts: readonly OptionalColumn[]) {
  return queries
    .select(articleFields(parts))
    .from(articles)
    .innerJoin(members, isAuthor)
    .crossJoinLateral(counted)
    .$dynamic();
}

/** Bytes of content in a page: an article is left for the next page when those before it have as many. So one always fits. */
const pageContentMax = 2 * 1024 * 1024;

/** Of a page as a whole: how many there are without the cut, where it may be cut for its length, and what a search counts. */
const pageFigures = { found: sql<number>`articles.found`, total: sql<string>`articles.total` };
type PageFigure = keyof typeof pageFigures;

function pageFields(parts: readonly OptionalColumn[], figures: readonly PageFigure[]) {
  const chosen = Object.fromEntries(figures.map((name) => [name, pageFigures[name]])) as typeof pageFigures;
  return { ...articleFields(parts), ...chosen };
}

export type PagedArticleRow = ListedArticleRow & Partial<Record<"found", number> & Record<"total", string>>;

/** A page without what only tells how far it goes, and whether articles follow it. */
export function articlePageOf(
  rows: PagedArticleRow[],
  limit: number,
): { rows: ListedArticleRow[]; hasMore: boolean } {
  const kept = rows.slice(0, limit).map(({ found: _found, total: _total, ...row }) => row);
  return { rows: kept, hasMore: (rows[0]?.found ?? rows.length) > kept.length };
}

export interface Paged {
  /** Articles that were found first, with whatever else is selected. */
  page: Subquery<"articles">;
  order: SQL;
  parts: readonly OptionalColumn[];
  /** What the page has beside the articles' own columns, by its name there. */
  beside?: Record<string, SQL>;
}

/**
 * The same for a page of articles that is found first, and is called `articles` as well: in the order of an index, however
 * few rows the planner expects of a tenant, and with nothing that belongs to the rows before the page. With content the
 * page is cut before any long one is read: rows carry only where it is until they are sent, and its length is known without.
 */
export function selectArticlesOf(queries: Queries, { page, order, parts, beside = {} }: Paged) {
  const isCut = parts.includes("content");
  const figures = [...(isCut ? ["found" as const] : []), ...("total" in beside ? ["total" as const] : [])];
  const select = (from: Subquery<"articles">, isKept?: SQL) =>
    queries
      .select(pageFields(parts, figures))
      .from(from)
      .innerJoin(members, and(isAuthor, isKept))
      .crossJoinLateral(counted)
      .orderBy(order);
  if (!isCut) return select(page);
  const length = sql`octet_length(${articles.content})`;
  const measured = queries
    .select({
      ...getTableColumns(articles),
      ...Object.fromEntries(Object.entries(beside).map(([name, value]) => [name, value.as(name)])),
      bytesBefore: sql`sum(${length}) over (order by ${order} rows unbounded preceding) - ${length}`.as(
        "bytes_before",
      ),
      found: sql`(count(*) over ())::int`.as("found"),
    })
    .from(page)
    .as("articles");
  return select(measured, sql`articles.bytes_before < ${sql.raw(String(pageContentMax))}`);
}
