import { and, asc, eq, gt, sql } from "drizzle-orm";
import { articles } from "../schema/articles";
import type { ArticleStatus } from "../schema/enumerations";
import { members } from "../schema/members";
import { articleTags, tags } from "../schema/tags";
import type { TenantId, TenantTx } from "../tenant";

/** An article with all that its organisation wrote; counts and what is made from the content are left out. */
export interface ExportedArticleRow {
  id: string;
  slug: string;
  title: string;
  content: string;
  status: ArticleStatus;
  version: number;
  publishedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  author: { id: string; name: string };
  tags: { slug: string; name: string }[];
}

export interface ExportPage {
  /** Continue after this article. */
  afterId?: string | undefined;
  /** Articles at most. */
  limit: number;
  /** An article is left for the next page when those before it have this many bytes of content; so one always fits. */
  contentBytesMax: number;
}

const { id, slug, title, content, status, version, publishedAt, createdAt, updatedAt } = articles;

const tagList = sql<{ slug: string; name: string }[]>`coalesce((
  select json_agg(json_build_object('slug', ${tags.slug}, 'name', ${tags.name}) order by ${tags.slug})
  from ${articleTags} join ${tags} on ${tags.tenantId} = ${articleTags.tenantId} and ${tags.id} = ${articleTags.tagId}
  where ${articleTags.tenantId} = ${articles.tenantId} and ${articleTags.articleId} = ${articles.id}), '[]')`;

/**
 * The next articles by id, which is the order of their creation: whatever comes and goes meanwhile, nothing is seen
 * twice, and nothing that was there all along is missed. How large a page may get is decided before any content is read: the length of
 * a text is known without it.
 */
export async function listArticles(
  tx: TenantTx,
  tenantId: TenantId,
  { afterId, limit, contentBytesMax }: ExportPage,
): Promise<ExportedArticleRow[]> {
  const sizes = tx
    .select({
      id,
      bytesBefore:
        sql<number>`sum(octet_length(${content})) over (order by ${id}) - octet_length(${content})`.as(
          "bytes_before",
        ),
    })
    .from(articles)
    .where(and(eq(articles.tenantId, tenantId), afterId ? gt(id, afterId) : undefined))
    .orderBy(asc(id))
    .limit(limit)
    .as("sizes");
  return tx
    .select({
      ...{ id, slug, title, content, status, version, publishedAt, createdAt, updatedAt },
      author: { id: members.userId, name: members.name },
      tags: tagList,
    })
    .from(sizes)
    .innerJoin(articles, and(eq(articles.tenantId, tenantId), eq(articles.id, sizes.id)))
    .innerJoin(members, and(eq(members.tenantId, articles.tenantId), eq(members.userId, articles.authorId)))
    .where(sql`${sizes.bytesBefore} < ${contentBytesMax}`)
    .orderBy(asc(id));
}
