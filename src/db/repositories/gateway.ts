import { sql } from "drizzle-orm";
import type { Database } from "../database";
import { apiKeys } from "../schema/api-keys";
import { members } from "../schema/members";
import { sessions } from "../schema/sessions";
import { tenants } from "../schema/tenants";
import { users } from "../schema/users";
import { like, list, perform, type RowOf, value } from "./gateway-call";

/**
 * The questions asked before a tenant is known: who is behind a session, a key, a mail address, a public address. Each
 * is one SECURITY DEFINER function of the migrations; the program's role can't read the tables themselves.
 */

const tenantOf = {
  tenantId: like(members.tenantId),
  tenantSlug: like(tenants.slug, "tenant_slug"),
  tenantName: like(tenants.name, "tenant_name"),
};

const session = {
  id: like(sessions.id),
  userId: like(sessions.userId),
  tenantId: like(members.tenantId),
  expiresAt: like(sessions.expiresAt),
  absoluteExpiresAt: like(sessions.absoluteExpiresAt),
};
export type SessionRow = RowOf<typeof session>;

const resolvedSession = {
  ...session,
  ...tenantOf,
  lastSeenAt: like(sessions.lastSeenAt),
  userName: like(users.name, "user_name"),
  userEmail: like(users.email, "user_email"),
  userAvatarUrl: like(users.avatarUrl, "user_avatar_url"),
  emailVerified: sql<boolean>`email_verified`,
  tenantPlan: like(tenants.plan, "tenant_plan"),
  role: like(members.role),
};
export type ResolvedSessionRow = RowOf<typeof resolvedSession>;

const resolvedKey = {
  ...tenantOf,
  id: like(apiKeys.id),
  kind: like(apiKeys.kind),
  role: like(apiKeys.role),
  name: like(apiKeys.name),
  createdBy: like(apiKeys.createdBy),
  tenantPlan: like(tenants.plan, "tenant_plan"),
  rateLimitPerMinute: like(apiKeys.rateLimitPerMinute),
  /** Its last use was noted less than a minute ago. */
  usedLately: sql<boolean>`used_lately`,
};
export type ResolvedKeyRow = RowOf<typeof resolvedKey>;

const credentials = {
  userId: like(members.userId),
  passwordHash: like(users.passwordHash),
  name: like(users.name),
  email: like(users.email),
  emailNormalised: like(users.emailNormalised),
  hasTwoFactor: sql<boolean>`has_two_factor`,
};
export type CredentialsRow = RowOf<typeof credentials>;

const membership = { ...tenantOf, role: like(members.role) };
export type MembershipRow = RowOf<typeof membership>;

/** Also where a former slug was asked for: the present one. */
const site = { ...tenantOf, language: like(tenants.language), timeZone: like(tenants.timeZone) };
export type SiteRow = RowOf<typeof site>;

export interface NewSessionRow extends SessionRow {
  address: string | null;
  userAgent: string | null;
}

export async function resolveSession(database: Database, id: string): Promise<ResolvedSessionRow | null> {
  const [row] = await list(database, resolvedSession, sql`app.resolve_session(${id})`);
  return row ?? null;
}

export async function insertSession(database: Database, row: NewSessionRow): Promise<void> {
  const { id, userId, tenantId, expiresAt, absoluteExpiresAt, address, userAgent } = row;
  await perform(
    database,
    sql`app.session_insert(${id}, ${userId}, ${tenantId}, ${expiresAt}, ${absoluteExpiresAt}, ${address}, ${userAgent})`,
  );
}

export async function extendSession(database: Database, id: string, expiresAt: Date): Promise<void> {
  await perform(database, sql`app.session_extend(${id}, ${expiresAt})`);
}

export async function deleteSession(database: Database, id: string): Promise<void> {
  await perform(database, sql`app.session_delete(${id})`);
}

export async function deleteSessionsOfUser(database: Database, userId: string): Promise<void> {
  await perform(database, sql`app.session_delete_of_user(${userId})`);
}

export async function listSessionsOfUser(database: Database, userId: string): Promise<SessionRow[]> {
  return list(database, session, sql`app.session_list_of_user(${userId})`);
}

/** Returns how many were deleted. */
export async function deleteExpiredSessions(database: Database): Promise<number> {
  return (await value(database, sql<number>`app.session_delete_expired()::int`)) ?? 0;
}

export async function resolveApiKey(database: Database, hash: string): Promise<ResolvedKeyRow | null> {
  const [row] = await list(database, resolvedKey, sql`app.resolve_api_key(${hash})`);
  return row ?? null;
}

export async function touchApiKey(database: Database, tenantId: string, id: string): Promise<void> {
  await perform(database, sql`app.touch_api_key(${tenantId}, ${id})`);
}

export async function findCredentials(
  database: Database,
  emailNormalised: string,
): Promise<CredentialsRow | null> {
  const [row] = await list(database, credentials, sql`app.find_credentials(${emailNormalised})`);
  return row ?? null;
}

export async function credentialsOf(database: Database, userId: string): Promise<CredentialsRow | null> {
  const [row] = await list(database, credentials, sql`app.credentials_of(${userId})`);
  return row ?? null;
}

export async function listMemberships(database: Database, userId: string): Promise<MembershipRow[]> {
  return list(database, membership, sql`app.list_memberships(${userId})`);
}

export async function resolveSite(database: Database, slug: string): Promise<SiteRow | null> {
  const [row] = await list(database, site, sql`app.resolve_site(${slug})`);
  return row ?? null;
}

/** Whether an organisation can take a slug; `tenantId` is null for a new one. */
export async function isTenantSlugFree(
  database: Database,
  slug: string,
  tenantId: string | null,
): Promise<boolean> {
  return (await value(database, sql<boolean>`app.is_tenant_slug_free(${slug}, ${tenantId})`)) ?? false;
}

/** Throws DatabaseUnavailableError if Postgres doesn't answer. */
export async function ping(database: Database): Promise<void> {
  await perform(database, sql`1`);
}

/** Of all tenants. Returns how many were deleted, `max` at most. */
export async function deleteExpiredIdempotencyKeys(database: Database, max: number): Promise<number> {
  return (await value(database, sql<number>`app.delete_expired_idempotency_keys(${max})::int`)) ?? 0;
}
