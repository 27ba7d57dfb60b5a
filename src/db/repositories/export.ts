import { and, asc, eq, gt, type SQLWrapper, sql } from "drizzle-orm";
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
  publishAt: Date | null;
  unpublishAt: Date | null;
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
const { publishAt, unpublishAt } = articles;
const written = {
  ...{ id, slug, title, content, status, version },
  ...{ publishedAt, publishAt, unpublishAt, createdAt, updatedAt },
};

/**
 * The next articles by id, which is the order of their creation: whatever comes and goes meanwhile, nothing is seen
 * twice, and nothing that was there all along is missed. How large a page may get is decided before any long content is
 * read: rows carry only where it is until they are sent, and its length is known without it.
 */
export async function listArticles(
  tx: TenantTx,
  tenantId: TenantId,
  { afterId, limit, contentBytesMax }: ExportPage,
): Promise<ExportedArticleRow[]> {
  // One scan of the primary key, whatever the planner believes of the table: joined with itself, a table that was
  // filled a moment ago would be read whole for each page.
  const candidates = tx
    .select({
      ...written,
      tenantId: articles.tenantId,
      authorId: articles.authorId,
      bytesBefore:
        sql<number>`sum(octet_length(${content})) over (order by ${id}) - octet_length(${content})`.as(
          "bytes_before",
        ),
    })
    .from(articles)
    .where(and(eq(articles.tenantId, tenantId), afterId ? gt(id, afterId) : undefined))
    .orderBy(asc(id))
    .limit(limit)
    .as("candidates");
  return tx
    .select({
      id: candidates.id,
      slug: candidates.slug,
      title: candidates.title,
      content: candidates.content,
      status: candidates.status,
      version: candidates.version,
      publishedAt: candidates.publishedAt,
      publishAt: candidates.publishAt,
      unpublishAt: candidates.unpublishAt,
      createdAt: candidates.createdAt,
      updatedAt: candidates.updatedAt,
      author: { id: members.userId, name: members.name },
      tags: tagsOf(candidates),
    })
    .from(candidates)
    .innerJoin(members, and(eq(members.tenantId, tenantId), eq(members.userId, candidates.authorId)))
    .where(sql`${candidates.bytesBefore} < ${contentBytesMax}`)
    .orderBy(asc(candidates.id))
    .execute();
}

const tagsOf = (article: { tenantId: SQLWrapper; id: SQLWrapper }) => sql<
  { slug: string; name: string }[]
>`coalesce((
  select json_agg(json_build_object('slug', ${tags.slug}, 'name', ${tags.name}) order by ${tags.slug})
  from ${articleTags} join ${tags} on ${tags.tenantId} = ${articleTags.tenantId} and ${tags.id} = ${articleTags.tagId}
  where ${articleTags.tenantId} = ${article.tenantId} and ${articleTags.articleId} = ${article.id}), '[]')`;
