import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { apiKeys } from "../schema/api-keys";
import { members } from "../schema/members";
import type { TenantId, TenantTx } from "../tenant";

export interface ApiKeyRow {
  id: string;
  name: string;
  kind: "secret" | "publishable";
  role: "admin" | "editor" | "author" | "viewer";
  hint: string;
  createdAt: Date;
  createdByName: string;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

/** Newest first. The hash stays where it is. */
export async function list(tx: TenantTx, tenantId: TenantId): Promise<ApiKeyRow[]> {
  const { id, name, kind, role, hint, createdAt, expiresAt, revokedAt, lastUsedAt } = apiKeys;
  return tx
    .select({
      id,
      name,
      kind,
      role,
      hint,
      createdAt,
      expiresAt,
      revokedAt,
      lastUsedAt,
      createdByName: members.name,
    })
    .from(apiKeys)
    .innerJoin(members, and(eq(members.tenantId, apiKeys.tenantId), eq(members.userId, apiKeys.createdBy)))
    .where(eq(apiKeys.tenantId, tenantId))
    .orderBy(desc(apiKeys.id))
    .limit(200);
}

export async function insert(tx: TenantTx, row: typeof apiKeys.$inferInsert): Promise<void> {
  await tx.insert(apiKeys).values(row);
}

/** Returns the key's name, or undefined if there is no such key that isn't revoked already. */
export async function revoke(tx: TenantTx, tenantId: TenantId, id: string): Promise<string | undefined> {
  const [row] = await tx
    .update(apiKeys)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(apiKeys.tenantId, tenantId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning({ name: apiKeys.name });
  return row?.name;
}
