import { and, desc, eq, gt, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { apiKeys } from "../schema/api-keys";
import type { ApiKeyKind, Role } from "../schema/enumerations";
import { members } from "../schema/members";
import type { TenantId, TenantTx } from "../tenant";
import { boundedCount } from "./bounded-count";

export interface ApiKeyRow {
  id: string;
  name: string;
  kind: ApiKeyKind;
  role: Role;
  hint: string;
  createdAt: Date;
  createdById: string;
  createdByName: string;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  rateLimitPerMinute: number | null;
  replacedBy: string | null;
  version: number;
}

export type ApiKeyChanges = Partial<
  Pick<typeof apiKeys.$inferInsert, "name" | "expiresAt" | "rateLimitPerMinute" | "replacedBy">
>;

/** The hash stays where it is. */
function selectKeys(tx: TenantTx) {
  const { id, name, kind, role, hint, createdAt, expiresAt, revokedAt, lastUsedAt } = apiKeys;
  const { rateLimitPerMinute, replacedBy, version } = apiKeys;
  const createdBy = { createdById: apiKeys.createdBy, createdByName: members.name };
  const columns = { id, name, kind, role, hint, createdAt, expiresAt, revokedAt, lastUsedAt };
  return tx
    .select({ ...columns, rateLimitPerMinute, replacedBy, version, ...createdBy })
    .from(apiKeys)
    .innerJoin(members, and(eq(members.tenantId, apiKeys.tenantId), eq(members.userId, apiKeys.createdBy)))
    .$dynamic();
}

/** Newest first, revoked ones too. */
export async function list(
  tx: TenantTx,
  tenantId: TenantId,
  page: { limit: number; offset: number; afterId?: string | undefined },
): Promise<ApiKeyRow[]> {
  return selectKeys(tx)
    .where(and(eq(apiKeys.tenantId, tenantId), page.afterId ? lt(apiKeys.id, page.afterId) : undefined))
    .orderBy(desc(apiKeys.id))
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}

export function count(tx: TenantTx, tenantId: TenantId, max: number): Promise<number> {
  return boundedCount(tx, apiKeys, eq(apiKeys.tenantId, tenantId), max);
}

export async function findById(tx: TenantTx, tenantId: TenantId, id: string): Promise<ApiKeyRow | undefined> {
  const [row] = await selectKeys(tx)
    .where(and(eq(apiKeys.tenantId, tenantId), eq(apiKeys.id, id)))
    .execute();
  return row;
}

/** When it ends by itself: its expiry, and the revocation that it may be given for later. */
export async function findEnds(tx: TenantTx, tenantId: TenantId, id: string): Promise<Date[]> {
  const [row] = await tx
    .select({ expiresAt: apiKeys.expiresAt, revokedAt: apiKeys.revokedAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.tenantId, tenantId), eq(apiKeys.id, id)))
    .execute();
  return [row?.expiresAt, row?.revokedAt].filter((end) => end instanceof Date);
}

/** Holds the key for the rest of the transaction, so that rules are checked against what is then changed. */
export async function lockById(tx: TenantTx, tenantId: TenantId, id: string): Promise<ApiKeyRow | undefined> {
  const [row] = await selectKeys(tx)
    .where(and(eq(apiKeys.tenantId, tenantId), eq(apiKeys.id, id)))
    .for("no key update", { of: apiKeys })
    .execute();
  return row;
}

export async function insert(tx: TenantTx, row: typeof apiKeys.$inferInsert): Promise<void> {
  await tx.insert(apiKeys).values(row).execute();
}

/** Saves a change and counts the version up. */
export async function update(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
  changes: ApiKeyChanges,
): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ ...changes, version: sql`${apiKeys.version} + 1` })
    .where(and(eq(apiKeys.tenantId, tenantId), eq(apiKeys.id, id)))
    .execute();
}

/** Returns whether there was such a key that wasn't revoked already. */
export async function revoke(tx: TenantTx, tenantId: TenantId, id: string): Promise<boolean> {
  const revoked = await tx
    .update(apiKeys)
    .set({ revokedAt: sql`now()`, version: sql`${apiKeys.version} + 1` })
    .where(and(eq(apiKeys.tenantId, tenantId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id })
    .execute();
  return revoked.length === 1;
}

/** A key whose maker's standing has changed; `revoked`: it ended with that. */
export interface DepartedKeyRow {
  id: string;
  name: string;
  kind: ApiKeyKind;
  role: Role;
  revoked: boolean;
}

const isInForce = and(
  or(isNull(apiKeys.revokedAt), gt(apiKeys.revokedAt, sql`now()`)),
  or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)),
);

/** Gives the keys in force of a member that are of these kinds to another, and ends the rest of them. */
export async function transfer(
  tx: TenantTx,
  tenantId: TenantId,
  { from, to, kinds }: { from: string; to: string; kinds: readonly ApiKeyKind[] },
): Promise<DepartedKeyRow[]> {
  const passes = inArray(apiKeys.kind, [...kinds]);
  const { id, name, kind, role } = apiKeys;
  return tx
    .update(apiKeys)
    .set({
      createdBy: sql`case when ${passes} then ${to}::uuid else ${apiKeys.createdBy} end`,
      revokedAt: sql`case when ${passes} then ${apiKeys.revokedAt} else now() end`,
      version: sql`${apiKeys.version} + 1`,
    })
    .where(and(eq(apiKeys.tenantId, tenantId), eq(apiKeys.createdBy, from), isInForce))
    .returning({ id, name, kind, role, revoked: sql<boolean>`${apiKeys.createdBy} = ${from}` })
    .execute();
}

/** The keys in force that members have made, by name. */
export async function listInForce(
  tx: TenantTx,
  tenantId: TenantId,
): Promise<{ id: string; name: string; kind: ApiKeyKind; role: Role; createdBy: string }[]> {
  const { id, name, kind, role, createdBy } = apiKeys;
  return tx
    .select({ id, name, kind, role, createdBy })
    .from(apiKeys)
    .where(and(eq(apiKeys.tenantId, tenantId), isInForce))
    .orderBy(name)
    .execute();
}
