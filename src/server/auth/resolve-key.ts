import * as apiKeys from "@/db/repositories/api-keys";
import { type ResolvedKeyRow, resolveApiKey, touchApiKey } from "@/db/repositories/outside-tenants/api-keys";
import type { TenantId } from "@/db/tenant";
import { database, readTenant } from "../platform/database";
import { type Generations, generations as generationsOf, tagsOfRequests } from "../platform/generations";
import { logger } from "../platform/logger";
import { buildTenantContext } from "./build-tenant-context";
import { keyCache } from "./key-cache";
import type { TenantContext } from "./tenant-context";

export interface KeyRequest {
  requestId: string;
  address: string | null;
  /** As Redis answered them in this request; null: in vain. Where they are missing, they are asked here. */
  generations?: Generations | null | undefined;
  /** True where nothing is changed: then what is read may come from what was kept under these generations. */
  isRead?: boolean;
}

/**
 * Who is behind an API key, by its hash; null if nobody, it was revoked or has expired. A secret key acts with its own role
 * on behalf of the member who made it; a publishable one sees what the public sees. What counts is the moment of the
 * request, see `KeyCache`.
 */
export async function resolveKey(
  hash: string,
  { requestId, address, generations: given, isRead = false }: KeyRequest,
): Promise<TenantContext | null> {
  const tenantId = keyCache().tenantOf(hash);
  const isAsked = given !== undefined || tenantId === undefined;
  const generations = isAsked ? given : await generationsOf().ask(tenantId, tagsOfRequests);
  const row = await keyCache().resolve(hash, generations, { load: () => load(hash), endOf });
  if (!row) return null;
  const { tenantSlug, tenantName, kind, rateLimitPerMinute, tenantPlan: plan } = row;
  const isPublic = kind === "publishable";
  return buildTenantContext({
    tenantId: row.tenantId,
    tenantSlug,
    tenantName,
    userId: isPublic ? null : row.createdBy,
    role: isPublic ? "public" : row.role,
    audience: isPublic ? "public" : "staff",
    actor: { type: "api_key", id: row.id, name: row.name },
    requestId,
    address,
    rateLimitPerMinute,
    plan,
    // After a change of its own a request must not read what was kept before it.
    generations: isRead ? generations : undefined,
  });
}

async function load(hash: string): Promise<ResolvedKeyRow | null> {
  const row = await resolveApiKey(database(), hash);
  if (row && !row.usedLately) noteUse(row);
  return row;
}

/** When a key ends by itself. Read as its maker, since the public, as whom a publishable key acts, may not see keys. */
async function endOf({ tenantId, id, createdBy }: ResolvedKeyRow): Promise<Date | null> {
  const scope = { tenantId: tenantId as TenantId, userId: createdBy, audience: "staff" } as const;
  const ends = await readTenant(scope, (tx) => apiKeys.findEnds(tx, scope.tenantId, id));
  return ends.reduce<Date | null>((first, end) => (first && first <= end ? first : end), null);
}

/** At most once a minute for a key. Nobody waits for it, and its failure is no reason to refuse the request. */
function noteUse({ tenantId, id }: ResolvedKeyRow): void {
  touchApiKey(database(), tenantId, id).catch((error: unknown) => {
    logger().warn({ error, tenantId }, "the last use of an API key could not be noted");
  });
}
