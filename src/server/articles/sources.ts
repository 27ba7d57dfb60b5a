import * as sources from "@/db/repositories/article-sources";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { readTenant } from "../platform/database";
import type { ListSources } from "./source-schema";

/** What an importer has brought in, by path. Needs `read`. */
export async function listArticleSources(
  context: TenantContext,
  { importer, limit, cursor }: ListSources,
): Promise<{ items: sources.SourceRow[]; nextCursor: string | null }> {
  assertCan(context, "read");
  const rows = await readTenant(context, (tx) =>
    sources.list(tx, context.tenantId, { importer, afterPath: cursor, limit: limit + 1 }),
  );
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.path ?? null) : null };
}
