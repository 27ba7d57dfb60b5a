import { LRUCache } from "lru-cache";
import * as gateway from "@/db/repositories/gateway";
import type { Entry, TenantId } from "@/db/tenant";
import { database, readTenant } from "../platform/database";
import type { Generations } from "../platform/generations";
import { logger } from "../platform/logger";
import { shared } from "../platform/shared";
import { buildTenantContext } from "./build-tenant-context";
import { hashKey, isPublishable, isWellFormedKey } from "./key-format";
import { StaleCredentialError } from "./stale-credential";
import type { TenantContext } from "./tenant-context";

/**
 * What keys stood for when they were last seen, by the key's hash. It only saves a round trip: a context made from it is
 * proven by the database in its first transaction, or by `proveContext`, before anything is answered.
 */
function remembered(): LRUCache<string, gateway.ResolvedKeyRow> {
  return shared("remembered-keys", () => new LRUCache({ max: 10_000, ttl: 10 * 60_000 }));
}

/**
 * Who is behind an API key; null if nobody, it was revoked or has expired. A secret key acts with its own role on behalf
 * of the member who made it; a publishable one sees what the public sees. The context may be one that is still to be
 * proven: work with it, and `proveContext`, throw StaleCredentialError if the key has changed since.
 */
export async function resolveKey(
  key: string,
  requestId: string,
  address: string | null = null,
  foreseen?: Promise<Generations | null>,
): Promise<TenantContext | null> {
  if (!isWellFormedKey(key)) return null;
  const hash = hashKey(key);
  const known = remembered().get(hash);
  if (known) return contextOf(known, requestId, address, entryOf(hash, known), foreseen);
  const row = await gateway.resolveApiKey(database(), hash);
  if (!row) return null;
  if (!row.usedLately) noteUse(row);
  remembered().set(hash, row);
  return contextOf(row, requestId, address, undefined);
}

/** The tenant whose published articles a key reads, if that is remembered. Nothing may be answered on the strength of it. */
export function rememberedSite(key: string): TenantId | undefined {
  if (!isPublishable(key)) return undefined;
  const known = remembered().get(hashKey(key));
  return known?.kind === "publishable" ? (known.tenantId as TenantId) : undefined;
}

/** For keys that were ended or passed on, by their hashes. Other processes find out when they prove what they remember. */
export function forgetKeys(hashes: readonly string[]): void {
  for (const hash of hashes) remembered().delete(hash);
}

/** Proves a context from which no transaction has been opened. Costs a round trip, or nothing if it is proven. */
export async function proveContext(context: TenantContext): Promise<void> {
  if (context.entry && !context.entry.proven) await readTenant(context, async () => undefined);
}

function entryOf(hash: string, expected: gateway.ResolvedKeyRow): Entry {
  let proven = false;
  return {
    get proven() {
      return proven;
    },
    statement: (readOnly) => gateway.entryByApiKey(hash, readOnly),
    check: (answer) => {
      const row = gateway.enteredKey(answer);
      if (!row || !isSame(row, expected)) {
        remembered().delete(hash);
        throw new StaleCredentialError("an API key is not what it was");
      }
      if (!row.usedLately) noteUse(row);
      proven = true;
    },
  };
}

function isSame(a: gateway.ResolvedKeyRow, b: gateway.ResolvedKeyRow): boolean {
  const { usedLately: _a, ...left } = a;
  const { usedLately: _b, ...right } = b;
  return JSON.stringify(left) === JSON.stringify(right);
}

function contextOf(
  row: gateway.ResolvedKeyRow,
  requestId: string,
  address: string | null,
  entry: Entry | undefined,
  foreseen?: Promise<Generations | null>,
): TenantContext {
  const { tenantId, tenantSlug, tenantName, kind, rateLimitPerMinute, tenantPlan: plan } = row;
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
    plan,
    entry,
    foreseen,
  });
}

/** At most once a minute for a key. Nobody waits for it, and its failure is no reason to refuse the request. */
function noteUse({ tenantId, id }: gateway.ResolvedKeyRow): void {
  gateway.touchApiKey(database(), tenantId, id).catch((error: unknown) => {
    logger().warn({ error, tenantId }, "the last use of an API key could not be noted");
  });
}
