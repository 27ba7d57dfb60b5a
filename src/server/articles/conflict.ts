import * as revisions from "@/db/repositories/article-revisions";
import * as articles from "@/db/repositories/articles";
import type { TenantId, TenantTx } from "@/db/tenant";
import type { VersionConflict } from "../platform/version-conflict";

/** The refusal's detail for a change that was built on `versions`, none of which is the article's. */
export async function describeConflict(
  tx: TenantTx,
  tenantId: TenantId,
  locked: articles.LockedArticle,
  versions: number[],
): Promise<VersionConflict> {
  const [newest, article] = await tx.inOrder([
    () => revisions.findNewest(tx, tenantId, locked.id),
    () => articles.findSummary(tx, tenantId, locked.id),
  ]);
  const baseVersion = baseOf(versions, locked.version);
  const changedAt: Record<string, number | null | undefined> = newest?.fieldVersions ?? {};
  const { title, slug, status, publishedAt, publishAt, unpublishAt, stateVersion } = locked;
  const fields = [
    { field: "title", changedAt: changedAt.title, current: title },
    { field: "slug", changedAt: changedAt.slug, current: slug },
    { field: "content", changedAt: changedAt.content },
    { field: "tags", changedAt: changedAt.tags, current: article?.tags.map((tag) => tag.name) },
    { field: "status", changedAt: stateVersion, current: status },
    { field: "publishedAt", changedAt: stateVersion, current: publishedAt },
    { field: "publishAt", changedAt: stateVersion, current: publishAt },
    { field: "unpublishAt", changedAt: stateVersion, current: unpublishAt },
  ];
  // A field of which nobody knows when it changed may have been changed.
  const changed = fields.filter(
    (field) => (field.changedAt ?? Number.POSITIVE_INFINITY) > (baseVersion ?? 0),
  );
  return {
    currentVersion: locked.version,
    baseVersion,
    changed: changed.map(({ changedAt: _changedAt, ...field }) => field),
  };
}

/** The newest of the versions that there were; null if there is none among them. */
function baseOf(versions: number[], current: number): number | null {
  const known = versions.filter((version) => version >= 1 && version < current);
  return known.length > 0 ? Math.max(...known) : null;
}
