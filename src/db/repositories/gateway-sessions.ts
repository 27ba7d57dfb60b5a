import type { Database } from "../client";
import { call, camelCased } from "./gateway-call";

/** The gateway's part for a person's own sessions, which may be in several tenants. See `gateway.ts`. */

export interface OwnSessionRow {
  /** The SHA-256 of its token. */
  id: string;
  tenantName: string;
  address: string | null;
  userAgent: string | null;
  createdAt: Date;
  lastSeenAt: Date;
}

/** Notes that a session was used, at most once in five minutes. */
export async function touchSession(database: Database, id: string): Promise<void> {
  await call(database, "select app.session_touch($1)", [id]);
}

/** The sessions of a user that have not ended, the one used last first. */
export async function listOwnSessions(database: Database, userId: string): Promise<OwnSessionRow[]> {
  const rows = await call(database, "select * from app.session_list_own($1)", [userId]);
  return rows.map((row) => camelCased(row) as unknown as OwnSessionRow);
}

/** Returns whether the user had such a session. */
export async function deleteOwnSession(database: Database, userId: string, id: string): Promise<boolean> {
  const [row] = await call(database, "select app.session_delete_own($1, $2) as done", [userId, id]);
  return row?.done === true;
}

/** Ends all sessions of a user but one. Returns how many. */
export async function deleteOtherSessions(
  database: Database,
  userId: string,
  keepId: string,
): Promise<number> {
  const statement = "select app.session_delete_others($1, $2)::int as count";
  const [row] = await call(database, statement, [userId, keepId]);
  return row?.count ?? 0;
}
