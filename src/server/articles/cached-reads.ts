import type { TenantTx } from "@/db/tenant";
import type { TenantContext } from "../auth/tenant-context";
import { cache } from "../platform/cache";
import { withTenant } from "../platform/database";
import { articlesTag } from "../platform/generations";

const everybody = Object.values(articlesTag);

/** Runs a change that reads of articles show; after its commit those that are cached are forgotten, on all processes. */
export async function changeArticles<T>(
  context: TenantContext,
  work: (tx: TenantTx) => Promise<T>,
): Promise<T> {
  return withTenant(context, (tx) => {
    tx.afterCommit(() => cache().invalidate(context.tenantId, everybody));
    return work(tx);
  });
}

interface Changed<T> {
  result: T;
  /** Whether the article is, or was before, one that visitors see. */
  isPublic: boolean;
}

/**
 * The same for a change of one article that its transaction holds: of what only refers to an article nobody knows whether it is
 * being published meanwhile.
 */
export async function changeArticle<T>(
  context: TenantContext,
  work: (tx: TenantTx) => Promise<Changed<T>>,
): Promise<T> {
  return withTenant(context, async (tx) => {
    const { result, isPublic } = await work(tx);
    const tags = isPublic ? everybody : [articlesTag.staff];
    tx.afterCommit(() => cache().invalidate(context.tenantId, tags));
    return result;
  });
}
