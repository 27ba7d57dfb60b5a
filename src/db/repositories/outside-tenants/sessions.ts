import { sql } from "drizzle-orm";
import type { Database } from "../../database";
import { members } from "../../schema/members";
import { sessions } from "../../schema/sessions";
import { tenants } from "../../schema/tenants";
import { users } from "../../schema/users";
import { type AccountEvent, callWithEvent } from "../account-events";
import { like, list, perform, prepareList, type RowOf, tenantOf, value } from "./call";

/** Sessions: asked before a tenant is known, and a person's own, which may be in several tenants. */

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

export interface NewSessionRow extends SessionRow {
  address: string | null;
  userAgent: string | null;
}

const resolved = prepareList(
  resolvedSession,
  sql`app.resolve_session(${sql.placeholder("id")})`,
  "session_resolve",
);

export async function resolveSession(database: Database, id: string): Promise<ResolvedSessionRow | null> {
  const [row] = await resolved(database, { id });
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

/** Returns how many were deleted, `max` at most. */
export async function deleteExpiredSessions(database: Database, max: number): Promise<number> {
  return (await value(database, sql<number>`app.session_delete_expired(${max})::int`)) ?? 0;
}

const ownSession = {
  /** The SHA-256 of its token. */
  id: like(sessions.id),
  tenantName: like(tenants.name, "tenant_name"),
  address: like(sessions.address),
  userAgent: like(sessions.userAgent),
  createdAt: like(sessions.createdAt),
  lastSeenAt: like(sessions.lastSeenAt),
};
export type OwnSessionRow = RowOf<typeof ownSession>;

/** Notes that a session was used, at most once in five minutes. */
export async function touchSession(database: Database, id: string): Promise<void> {
  await perform(database, sql`app.session_touch(${id})`);
}

/** The sessions of a user that have not ended, the one used last first. */
export async function listOwnSessions(database: Database, userId: string): Promise<OwnSessionRow[]> {
  return list(database, ownSession, sql`app.session_list_own(${userId})`);
}

/** Returns whether the user had such a session. */
export async function deleteOwnSession(
  database: Database,
  userId: string,
  id: string,
  note: AccountEvent,
): Promise<boolean> {
  const change = sql<boolean>`app.session_delete_own(${userId}, ${id})`;
  const noted = { change, changed: sql`d.done`, user: sql`${userId}::uuid` };
  return (await callWithEvent(database, noted, note)) === true;
}

/** Ends all sessions of a user but one. Returns how many. */
export async function deleteOtherSessions(
  database: Database,
  userId: string,
  keepId: string,
  note: AccountEvent,
): Promise<number> {
  const change = sql<number>`app.session_delete_others(${userId}, ${keepId})::int`;
  const noted = { change, changed: sql`d.done > 0`, user: sql`${userId}::uuid` };
  return (await callWithEvent(database, noted, note)) ?? 0;
}
