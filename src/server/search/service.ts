import * as repository from "@/db/repositories/search";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { readTenant } from "../platform/database";
import type { Page } from "../platform/paging";
import type { SearchQuery } from "./schema";

/** Articles by their words, best first, of the 200 that match and were changed last. The public finds published ones; staff need `read`. */
export async function searchArticles(
  context: TenantContext,
  { q, limit, offset, ...filter }: SearchQuery,
): Promise<Page<repository.SearchHit>> {
  if (context.audience === "staff") assertCan(context, "read");
  const { hits, total } = await readTenant(context, (tx) =>
    repository.search(tx, context.tenantId, q, filter, { limit, offset }),
  );
  return { items: hits, total, nextCursor: undefined };
}
