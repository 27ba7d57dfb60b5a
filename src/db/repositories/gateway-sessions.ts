import type { Database } from "../client";
import { type AccountNote, callNoting } from "./account-notes";
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
export async function deleteOwnSession(
  database: Database,
  userId: string,
  id: string,
  note: AccountNote,
): Promise<boolean> {
  const change = "app.session_delete_own($1, $2)";
  const noted = { change, params: [userId, id], changed: "d.done", user: "$1::uuid" };
  return (await callNoting(database, noted, note)) === true;
}

/** Ends all sessions of a user but one. Returns how many. */
export async function deleteOtherSessions(
  database: Database,
  userId: string,
  keepId: string,
  note: AccountNote,
): Promise<number> {
  const change = "app.session_delete_others($1, $2)::int";
  const noted = { change, params: [userId, keepId], changed: "d.done > 0", user: "$1::uuid" };
  return (await callNoting<number>(database, noted, note)) ?? 0;
}
