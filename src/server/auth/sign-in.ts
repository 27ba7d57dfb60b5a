import * as gateway from "@/db/repositories/gateway";
import { database } from "../platform/database";
import { AppError } from "../platform/errors";
import { normaliseEmail } from "./email";
import { verifyPassword } from "./passwords";
import { sessions } from "./resolve-session";
import type { SignIn } from "./schema";
import type { SessionToken } from "./session-port";

/** Where a browser's session comes from; kept with it, so that people can tell their sessions apart. */
export interface Origin {
  address: string | null;
  userAgent: string | null;
}

export interface Membership {
  tenantId: string;
  tenantSlug: string;
  tenantName: string;
  role: string;
}

/**
 * Starts a session in the user's first organisation by name. Throws `invalid_credentials`, with the same words and after
 * the same work for an unknown address, a wrong password and a user who is a member nowhere any more.
 */
export async function signIn({ email, password }: SignIn, origin: Origin): Promise<SessionToken> {
  const credentials = await gateway.findCredentials(database(), normaliseEmail(email));
  const matches = await verifyPassword(credentials?.passwordHash, password);
  const [membership] =
    matches && credentials ? await gateway.listMemberships(database(), credentials.userId) : [];
  if (!credentials || !membership) {
    throw new AppError("invalid_credentials", "The mail address or the password is wrong");
  }
  return sessions().create({ userId: credentials.userId, tenantId: membership.tenantId, ...origin });
}

/** Ends the session. */
export function signOut(token: string): Promise<void> {
  return sessions().end(token);
}

/** The organisations that a user may switch to, by name. */
export function listMemberships(userId: string): Promise<Membership[]> {
  return gateway.listMemberships(database(), userId);
}

/**
 * Moves a browser to another of the user's organisations: a new session with a new token, and the end of the old one.
 * Throws `organisation_not_found` if the user is no member there.
 */
export async function switchTenant(
  token: string,
  userId: string,
  tenantId: string,
  origin: Origin,
): Promise<SessionToken> {
  const memberships = await gateway.listMemberships(database(), userId);
  if (!memberships.some((membership) => membership.tenantId === tenantId)) {
    throw new AppError("organisation_not_found", "Organisation not found");
  }
  const started = await sessions().create({ userId, tenantId, ...origin });
  await sessions().end(token);
  return started;
}
