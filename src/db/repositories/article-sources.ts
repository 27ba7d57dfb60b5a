import { and, asc, eq, gt } from "drizzle-orm";
import { articleSources } from "../schema/article-sources";
import { articles } from "../schema/articles";
import type { ArticleStatus } from "../schema/enumerations";
import type { TenantId, TenantTx } from "../tenant";

export interface SourceRow {
  importer: string;
  path: string;
  fingerprint: string | null;
  article: { id: string; slug: string; status: ArticleStatus };
}

/** Notes where an article comes from. Throws ConstraintError `article_sources_path_key` if another one comes from there. */
export async function set(
  tx: TenantTx,
  tenantId: TenantId,
  articleId: string,
  source: { importer: string; path: string; fingerprint?: string | undefined },
): Promise<void> {
  const { importer, path, fingerprint = null } = source;
  await tx
    .insert(articleSources)
    .values({ tenantId, articleId, importer, path, fingerprint })
    .onConflictDoUpdate({
      target: [articleSources.tenantId, articleSources.articleId, articleSources.importer],
      set: { path, fingerprint },
    })
    .execute();
}

/** By path. */
export async function list(
  tx: TenantTx,
  tenantId: TenantId,
  { importer, afterPath, limit }: { importer: string; afterPath?: string | undefined; limit: number },
): Promise<SourceRow[]> {
  const { path, fingerprint } = articleSources;
  return tx
    .select({
      importer: articleSources.importer,
      path,
      fingerprint,
      article: { id: articles.id, slug: articles.slug, status: articles.status },
    })
    .from(articleSources)
    .innerJoin(
      articles,
      and(eq(articles.tenantId, articleSources.tenantId), eq(articles.id, articleSources.articleId)),
    )
    .where(
      and(
        eq(articleSources.tenantId, tenantId),
        eq(articleSources.importer, importer),
        afterPath === undefined ? undefined : gt(path, afterPath),
      ),
    )
    .orderBy(asc(path))
    .limit(limit)
    .execute();
}
