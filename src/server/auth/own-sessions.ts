import * as sessions from "@/db/repositories/outside-tenants/sessions";
import { database } from "../platform/database";
import { AppError } from "../platform/errors";
import { accountEvent, type Trace } from "./account-event";
import { describeDevice } from "./device";
import { hashToken } from "./tokens";

export interface OwnSession {
  id: string;
  /** Such as "Firefox on Linux". */
  device: string;
  organisation: string;
  address: string | null;
  startedAt: Date;
  /** Accurate to five minutes. */
  lastSeenAt: Date;
  isCurrent: boolean;
}

/** A user's sessions in all of their organisations; the current one first, then by last use. */
export async function listOwnSessions(userId: string, currentToken: string): Promise<OwnSession[]> {
  const current = hashToken(currentToken);
  const rows = await sessions.listOwnSessions(database(), userId);
  return rows
    .map(({ id, tenantName, address, userAgent, createdAt, lastSeenAt }) => ({
      id,
      device: describeDevice(userAgent),
      organisation: tenantName,
      address,
      startedAt: createdAt,
      lastSeenAt,
      isCurrent: id === current,
    }))
    .sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
}

/** Ends one session of the user. Throws `session_not_found`, also for one of somebody else. */
export async function endOwnSession(userId: string, id: string, trace: Trace): Promise<void> {
  // An id is the SHA-256 of a token, in hex; whatever else it is needs no look-up.
  if (!/^[0-9a-f]{64}$/.test(id)) throw sessionNotFound();
  const note = accountEvent("account.session_ended", trace);
  if (!(await sessions.deleteOwnSession(database(), userId, id, note))) throw sessionNotFound();
}

/** Ends all sessions of the user but the current one. Returns how many. */
export function endOtherSessions(userId: string, currentToken: string, trace: Trace): Promise<number> {
  const note = accountEvent("account.other_sessions_ended", trace);
  return sessions.deleteOtherSessions(database(), userId, hashToken(currentToken), note);
}

export function sessionNotFound(): AppError {
  return new AppError("session_not_found");
}
