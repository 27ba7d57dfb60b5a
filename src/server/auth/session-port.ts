/** What the program needs of sessions. Lucia is behind it (`lucia-sessions.ts`); a conformance suite holds both to it. */
export interface SessionPort {
  /** Starts a session of a user in one of their tenants. Returns the token for the cookie; it is kept nowhere. */
  create(start: SessionStart): Promise<SessionToken>;
  /** Who is behind a token, read anew each time; null if it is unknown, ended, or the membership is not active. */
  validate(token: string): Promise<SessionIdentity | null>;
  /** Ends one session. Unknown tokens are nothing to complain about. */
  end(token: string): Promise<void>;
  /** Deletes what has expired, `max` at most; returns how many. */
  sweep(max: number): Promise<number>;
}

export interface SessionStart {
  userId: string;
  tenantId: string;
  address: string | null;
  userAgent: string | null;
}

export interface SessionToken {
  token: string;
  /** The end that no use can move; the cookie's lifetime. */
  absoluteExpiresAt: Date;
}

export interface SessionIdentity {
  userId: string;
  userName: string;
  userEmail: string;
  userAvatarUrl: string | null;
  /** False until a link that was sent to the address has been opened. */
  emailVerified: boolean;
  tenantId: string;
  tenantSlug: string;
  tenantName: string;
  tenantPlan: "small" | "standard" | "large";
  role: "admin" | "editor" | "author" | "viewer";
  expiresAt: Date;
  absoluteExpiresAt: Date;
}

/** A session that is not used ends after this time; using it in the second half moves the end forward. In milliseconds. */
export const idleLifetimeMs = 14 * 24 * 3_600_000;
/** No session lives longer, in milliseconds. */
export const absoluteLifetimeMs = 90 * 24 * 3_600_000;
