import * as gateway from "@/db/repositories/gateway";
import { database } from "../platform/database";
import { logger } from "../platform/logger";
import { buildTenantContext } from "./build-tenant-context";
import { hashKey, isWellFormedKey } from "./key-format";
import type { TenantContext } from "./tenant-context";

/**
 * Who is behind an API key; null if nobody, it was revoked or has expired. A secret key acts with its own role on behalf
 * of the member who made it; a publishable one sees what the public sees.
 */
export async function resolveKey(
  key: string,
  requestId: string,
  address: string | null = null,
): Promise<TenantContext | null> {
  if (!isWellFormedKey(key)) return null;
  const row = await gateway.resolveApiKey(database(), hashKey(key));
  if (!row) return null;
  if (!row.usedLately) noteUse(row);
  const { tenantId, tenantSlug, tenantName, kind, rateLimitPerMinute } = row;
  const isPublic = kind === "publishable";
  return buildTenantContext({
    tenantId,
    tenantSlug,
    tenantName,
    userId: isPublic ? null : row.createdBy,
    role: isPublic ? "public" : row.role,
    audience: isPublic ? "public" : "staff",
    actor: { type: "api_key", id: row.id, name: row.name },
    requestId,
    address,
    rateLimitPerMinute,
  });
}

/** At most once a minute for a key. Nobody waits for it, and its failure is no reason to refuse the request. */
function noteUse({ tenantId, id }: gateway.ResolvedKeyRow): void {
  gateway.touchApiKey(database(), tenantId, id).catch((error: unknown) => {
    logger().warn({ error, tenantId }, "the last use of an API key could not be noted");
  });
}
