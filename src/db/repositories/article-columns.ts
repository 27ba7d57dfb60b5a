import { and, eq, getTableColumns, sql } from "drizzle-orm";
import type { PgRemoteDatabase } from "drizzle-orm/pg-proxy";
import { articles } from "../schema/articles";
import { articleCounts } from "../schema/counters";
import type { ArticleStatus } from "../schema/enumerations";
import { members } from "../schema/members";
import { articleTags, tags } from "../schema/tags";

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

const {
  search: _search,
  stateVersion: _stateVersion,
  tenantId: _tenantId,
  authorId: _authorId,
  content,
  ...summaryColumns
} = getTableColumns(articles);

/** An article's tags as JSON, by slug. For queries of `articles`. */
export const articleTagList = sql<{ slug: string; name: string }[]>`coalesce((
    select json_agg(json_build_object('slug', ${tags.slug}, 'name', ${tags.name}) order by ${tags.slug})
    from ${articleTags} join ${tags} on ${tags.tenantId} = ${articleTags.tenantId} and ${tags.id} = ${articleTags.tagId}
    where ${articleTags.tenantId} = ${articles.tenantId} and ${articleTags.articleId} = ${articles.id}), '[]')`;

/** Author, tags and counts come with the article, at a cost that doesn't grow with likes, comments or list length². */
const relatedColumns = {
  author: { id: members.userId, name: members.name, avatar: members.avatarUrl },
  tags: articleTagList,
  // The slots of a counter are few: as many as it ever had writers at once. As text, since a sum of bigint is numeric.
  counts: sql<{ likes: number; comments: number }>`(
    select json_build_object('likes', coalesce(sum(${articleCounts.likes}), 0), 'comments', coalesce(sum(${articleCounts.comments}), 0))
    from ${articleCounts}
    where ${articleCounts.tenantId} = ${articles.tenantId} and ${articleCounts.articleId} = ${articles.id})`,
};

/** What an article is made of; without its content where nobody asks for it. */
export function articleFields(withContent: boolean) {
  return withContent
    ? { ...summaryColumns, content, ...relatedColumns }
    : { ...summaryColumns, ...relatedColumns };
}

/** Articles with what belongs to them, for a repository to narrow down. */
export function selectArticles(database: PgRemoteDatabase, withContent: boolean) {
  return database
    .select(articleFields(withContent))
    .from(articles)
    .innerJoin(members, and(eq(members.tenantId, articles.tenantId), eq(members.userId, articles.authorId)))
    .$dynamic();
}
