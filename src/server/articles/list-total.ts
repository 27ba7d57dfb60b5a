import { type ArticleFilter, countMatching, totals } from "@/db/repositories/articles-list";
import type { TenantTx } from "@/db/tenant";
import type { TenantContext } from "../auth/tenant-context";
import { countMax } from "../platform/paging";

/** How many articles match: exact for lists by status and author, else counted up to 10,000. */
export async function totalOf(
  tx: TenantTx,
  { tenantId }: TenantContext,
  filter: ArticleFilter,
): Promise<number> {
  const { status, authorId, tagId, slug, updatedAfter, isDated, isScheduled } = filter;
  // Published articles all have a date: those needn't be counted.
  const isCounted = isDated && status !== "published";
  if (isScheduled || tagId !== undefined || slug !== undefined || updatedAfter !== undefined || isCounted) {
    return countMatching(tx, tenantId, filter, countMax);
  }
  const counts = await totals(tx, tenantId, authorId);
  return status ? counts[status] : counts.draft + counts.published + counts.archived;
}
