import { sql } from "drizzle-orm";
import type { Database } from "../database";
import { sessions } from "../schema/sessions";
import { tenants } from "../schema/tenants";
import { type AccountNote, callNoting } from "./account-notes";
import { like, list, perform, type RowOf } from "./gateway-call";

/** The gateway's part for a person's own sessions, which may be in several tenants. See `gateway.ts`. */

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
  note: AccountNote,
): Promise<boolean> {
  const change = sql<boolean>`app.session_delete_own(${userId}, ${id})`;
  const noted = { change, changed: sql`d.done`, user: sql`${userId}::uuid` };
  return (await callNoting(database, noted, note)) === true;
}

/** Ends all sessions of a user but one. Returns how many. */
export async function deleteOtherSessions(
  database: Database,
  userId: string,
  keepId: string,
  note: AccountNote,
): Promise<number> {
  const change = sql<number>`app.session_delete_others(${userId}, ${keepId})::int`;
  const noted = { change, changed: sql`d.done > 0`, user: sql`${userId}::uuid` };
  return (await callNoting(database, noted, note)) ?? 0;
}
