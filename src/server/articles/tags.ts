import { z } from "zod";
import * as tags from "@/db/repositories/tags";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { readTenant } from "../platform/database";

/** What the API shows of a tag. */
export const tagRepresentation = z
  .object({ slug: z.string().meta({ example: "harbour" }), name: z.string().meta({ example: "Harbour" }) })
  .meta({ id: "Tag" });

/** The tenant's tags by slug, the first 1,000. Needs `read`: tags of drafts are nobody else's business. */
export function listTags(context: TenantContext): Promise<{ slug: string; name: string }[]> {
  assertCan(context, "read");
  return readTenant(context, (tx) => tags.list(tx, context.tenantId));
}
