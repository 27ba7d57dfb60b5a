import { type Adapter, type DatabaseSession, Lucia, TimeSpan } from "lucia";
import type { Database } from "@/db/database";
import * as sessions from "@/db/repositories/outside-tenants/sessions";
import { touchSession } from "@/db/repositories/outside-tenants/sessions";
import { logger } from "../platform/logger";
import { absoluteLifetimeMs, idleLifetimeMs, type SessionIdentity, type SessionPort } from "./session-port";
import { hashToken } from "./tokens";

interface SessionAttributes {
  tenantId: string;
  absoluteExpiresAt: Date;
  address: string | null;
  userAgent: string | null;
}

type UserAttributes = Omit<SessionIdentity, "userId" | "tenantId" | "expiresAt" | "absoluteExpiresAt">;

declare module "lucia" {
  interface Register {
    Lucia: Lucia<SessionAttributes, UserAttributes>;
    DatabaseSessionAttributes: SessionAttributes;
    DatabaseUserAttributes: UserAttributes;
  }
}

/** Sessions by Lucia 3, over an adapter that keeps only the hash of a token. */
export function luciaSessions(database: Database): SessionPort {
  const lucia = new Lucia<SessionAttributes, UserAttributes>(hashingAdapter(database), {
    sessionExpiresIn: new TimeSpan(idleLifetimeMs, "ms"),
    getSessionAttributes: (attributes) => attributes,
    getUserAttributes: (attributes) => attributes,
  });
  return {
    async create({ userId, tenantId, address, userAgent }) {
      const absoluteExpiresAt = new Date(Date.now() + absoluteLifetimeMs);
      const session = await lucia.createSession(userId, { tenantId, absoluteExpiresAt, address, userAgent });
      return { token: session.id, absoluteExpiresAt };
    },
    async validate(token) {
      const { session, user } = await lucia.validateSession(token);
      if (!session) return null;
      const { tenantId, absoluteExpiresAt, expiresAt } = session;
      const { id: userId, ...identity } = user;
      return { ...identity, userId, tenantId, expiresAt, absoluteExpiresAt };
    },
    end: (token) => lucia.invalidateSession(token),
    sweep: (max) => sessions.deleteExpiredSessions(database, max),
  };
}

/**
 * Lucia stores the id that it is given and feeds the id that the adapter returns into renewal, deletion and the cookie.
 * So every method hashes on the way in and hands the raw id back. The absolute end is enforced by the database.
 */
function hashingAdapter(database: Database): Adapter {
  return {
    async getSessionAndUser(token) {
      const row = await sessions.resolveSession(database, hashToken(token));
      if (!row) return [null, null];
      const { userName, userEmail, userAvatarUrl, emailVerified } = row;
      const { tenantSlug, tenantName, tenantPlan, role } = row;
      const user = { userName, userEmail, userAvatarUrl, emailVerified };
      const attributes = { ...user, tenantSlug, tenantName, tenantPlan, role };
      noteUse(database, row);
      return [toLucia(row, token), { id: row.userId, attributes }];
    },
    /** Ids here are hashes: the raw ones are known only to their browsers. */
    async getUserSessions(userId) {
      const rows = await sessions.listSessionsOfUser(database, userId);
      return rows.map((row) => toLucia(row, row.id));
    },
    async setSession({ id, userId, expiresAt, attributes }) {
      await sessions.insertSession(database, { id: hashToken(id), userId, expiresAt, ...attributes });
    },
    updateSessionExpiration: (token, expiresAt) =>
      sessions.extendSession(database, hashToken(token), expiresAt),
    deleteSession: (token) => sessions.deleteSession(database, hashToken(token)),
    deleteUserSessions: (userId) => sessions.deleteSessionsOfUser(database, userId),
    async deleteExpiredSessions() {
      await sessions.deleteExpiredSessions(database, 1_000);
    },
  };
}

/** How accurately the last use of a session is kept, in milliseconds; the same as in `app.session_touch`. */
const touchEveryMs = 5 * 60_000;

/** Nobody waits for it, and its failure is no reason to refuse the request. */
function noteUse(database: Database, { id, lastSeenAt }: sessions.ResolvedSessionRow): void {
  if (Date.now() - lastSeenAt.getTime() < touchEveryMs) return;
  touchSession(database, id).catch((error: unknown) => {
    logger().warn({ error }, "the last use of a session could not be noted");
  });
}

function toLucia(row: sessions.SessionRow, id: string): DatabaseSession {
  const { userId, expiresAt, tenantId, absoluteExpiresAt } = row;
  return {
    id,
    userId,
    expiresAt,
    attributes: { tenantId, absoluteExpiresAt, address: null, userAgent: null },
  };
}
