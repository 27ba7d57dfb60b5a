import * as tags from "@/db/repositories/tags";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { readTenant } from "../platform/database";

/** The tenant's tags by slug, the first 1,000. Needs `read`: tags of drafts are nobody else's business. */
export function listTags(context: TenantContext): Promise<{ slug: string; name: string }[]> {
  assertCan(context, "read");
  return readTenant(context, (tx) => tags.list(tx, context.tenantId));
}
