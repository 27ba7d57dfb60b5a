import { createHash } from "node:crypto";
import { type Adapter, type DatabaseSession, Lucia, TimeSpan } from "lucia";
import type { Database } from "@/db/client";
import * as gateway from "@/db/repositories/gateway";
import { absoluteLifetimeMs, idleLifetimeMs, type SessionIdentity, type SessionPort } from "./session-port";

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
    endAllOf: (userId) => lucia.invalidateUserSessions(userId),
    sweep: () => gateway.deleteExpiredSessions(database),
  };
}

/** SHA-256 in hex. A token has 200 random bits, so a slow hash would add cost and no safety. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/**
 * Lucia stores the id that it is given and feeds the id that the adapter returns into renewal, deletion and the cookie.
 * So every method hashes on the way in and hands the raw id back. The absolute end is enforced by the database.
 */
function hashingAdapter(database: Database): Adapter {
  return {
    async getSessionAndUser(token) {
      const row = await gateway.resolveSession(database, hashToken(token));
      if (!row) return [null, null];
      const { userName, userEmail, userAvatarUrl, tenantSlug, tenantName, role } = row;
      const attributes = { userName, userEmail, userAvatarUrl, tenantSlug, tenantName, role };
      return [toLucia(row, token), { id: row.userId, attributes }];
    },
    /** Ids here are hashes: the raw ones are known only to their browsers. */
    async getUserSessions(userId) {
      const rows = await gateway.listSessionsOfUser(database, userId);
      return rows.map((row) => toLucia(row, row.id));
    },
    async setSession({ id, userId, expiresAt, attributes }) {
      await gateway.insertSession(database, { id: hashToken(id), userId, expiresAt, ...attributes });
    },
    updateSessionExpiration: (token, expiresAt) =>
      gateway.extendSession(database, hashToken(token), expiresAt),
    deleteSession: (token) => gateway.deleteSession(database, hashToken(token)),
    deleteUserSessions: (userId) => gateway.deleteSessionsOfUser(database, userId),
    async deleteExpiredSessions() {
      await gateway.deleteExpiredSessions(database);
    },
  };
}

function toLucia(row: gateway.SessionRow, id: string): DatabaseSession {
  const { userId, expiresAt, tenantId, absoluteExpiresAt } = row;
  return {
    id,
    userId,
    expiresAt,
    attributes: { tenantId, absoluteExpiresAt, address: null, userAgent: null },
  };
}
