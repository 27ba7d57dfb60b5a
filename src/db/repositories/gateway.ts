import type { Database } from "../client";
import type { Plan, Role } from "../schema/enumerations";
import { call, camelCased } from "./gateway-call";

/**
 * The questions asked before a tenant is known: who is behind a session, a key, a mail address, a public address. Each
 * is one SECURITY DEFINER function of `drizzle/0003_sign_in.sql` or `0004_accounts.sql`; the program's role can't read the tables themselves.
 */

export interface SessionRow {
  id: string;
  userId: string;
  tenantId: string;
  expiresAt: Date;
  absoluteExpiresAt: Date;
}

export interface ResolvedSessionRow extends SessionRow {
  lastSeenAt: Date;
  userName: string;
  userEmail: string;
  userAvatarUrl: string | null;
  emailVerified: boolean;
  tenantSlug: string;
  tenantName: string;
  tenantPlan: Plan;
  role: Role;
}

export interface ResolvedKeyRow {
  id: string;
  tenantId: string;
  kind: "secret" | "publishable";
  role: Role;
  name: string;
  createdBy: string;
  tenantSlug: string;
  tenantName: string;
  tenantPlan: Plan;
  rateLimitPerMinute: number | null;
  /** Its last use was noted less than a minute ago. */
  usedLately: boolean;
}

export interface CredentialsRow {
  userId: string;
  passwordHash: string;
  name: string;
  email: string;
  emailNormalised: string;
  hasTwoFactor: boolean;
}

export interface MembershipRow {
  tenantId: string;
  tenantSlug: string;
  tenantName: string;
  role: Role;
}

export interface SiteRow {
  tenantId: string;
  /** The present one, also where a former one was asked for. */
  tenantSlug: string;
  tenantName: string;
  language: string;
  timeZone: string;
}

export interface NewSessionRow extends SessionRow {
  address: string | null;
  userAgent: string | null;
}

export async function resolveSession(database: Database, id: string): Promise<ResolvedSessionRow | null> {
  const [row] = await call(database, "select * from app.resolve_session($1)", [id]);
  return row ? (camelCased(row) as unknown as ResolvedSessionRow) : null;
}

export async function insertSession(database: Database, row: NewSessionRow): Promise<void> {
  await call(database, "select app.session_insert($1, $2, $3, $4, $5, $6, $7)", [
    row.id,
    row.userId,
    row.tenantId,
    row.expiresAt,
    row.absoluteExpiresAt,
    row.address,
    row.userAgent,
  ]);
}

export async function extendSession(database: Database, id: string, expiresAt: Date): Promise<void> {
  await call(database, "select app.session_extend($1, $2)", [id, expiresAt]);
}

export async function deleteSession(database: Database, id: string): Promise<void> {
  await call(database, "select app.session_delete($1)", [id]);
}

export async function deleteSessionsOfUser(database: Database, userId: string): Promise<void> {
  await call(database, "select app.session_delete_of_user($1)", [userId]);
}

export async function listSessionsOfUser(database: Database, userId: string): Promise<SessionRow[]> {
  const rows = await call(database, "select * from app.session_list_of_user($1)", [userId]);
  return rows.map((row) => camelCased(row) as unknown as SessionRow);
}

/** Returns how many were deleted. */
export async function deleteExpiredSessions(database: Database): Promise<number> {
  const [row] = await call<{ count: number }>(
    database,
    "select app.session_delete_expired()::int as count",
    [],
  );
  return row?.count ?? 0;
}

export async function resolveApiKey(database: Database, hash: string): Promise<ResolvedKeyRow | null> {
  const [row] = await call(database, "select * from app.resolve_api_key($1)", [hash]);
  return row ? (camelCased(row) as unknown as ResolvedKeyRow) : null;
}

export async function touchApiKey(database: Database, tenantId: string, id: string): Promise<void> {
  await call(database, "select app.touch_api_key($1, $2)", [tenantId, id]);
}

export async function findCredentials(
  database: Database,
  emailNormalised: string,
): Promise<CredentialsRow | null> {
  const [row] = await call(database, "select * from app.find_credentials($1)", [emailNormalised]);
  return row ? (camelCased(row) as unknown as CredentialsRow) : null;
}

export async function credentialsOf(database: Database, userId: string): Promise<CredentialsRow | null> {
  const [row] = await call(database, "select * from app.credentials_of($1)", [userId]);
  return row ? (camelCased(row) as unknown as CredentialsRow) : null;
}

export async function listMemberships(database: Database, userId: string): Promise<MembershipRow[]> {
  const rows = await call(database, "select * from app.list_memberships($1)", [userId]);
  return rows.map((row) => camelCased(row) as unknown as MembershipRow);
}

export async function resolveSite(database: Database, slug: string): Promise<SiteRow | null> {
  const [row] = await call(database, "select * from app.resolve_site($1)", [slug]);
  return row ? (camelCased(row) as unknown as SiteRow) : null;
}

/** Whether an organisation can take a slug; `tenantId` is null for a new one. */
export async function isTenantSlugFree(
  database: Database,
  slug: string,
  tenantId: string | null,
): Promise<boolean> {
  const [row] = await call<{ free: boolean }>(database, "select app.is_tenant_slug_free($1, $2) as free", [
    slug,
    tenantId,
  ]);
  return row?.free ?? false;
}

/** Throws DatabaseUnavailableError if Postgres doesn't answer. */
export async function ping(database: Database): Promise<void> {
  await call(database, "select 1", []);
}

/** Of all tenants. Returns how many were deleted, `max` at most. */
export async function deleteExpiredIdempotencyKeys(database: Database, max: number): Promise<number> {
  const [row] = await call<{ count: number }>(
    database,
    "select app.delete_expired_idempotency_keys($1)::int as count",
    [max],
  );
  return row?.count ?? 0;
}
