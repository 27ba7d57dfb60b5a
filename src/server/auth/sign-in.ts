import * as gateway from "@/db/repositories/gateway";
import { consumeToken, insertToken, peekToken } from "@/db/repositories/gateway-accounts";
import { database } from "../platform/database";
import { AppError } from "../platform/errors";
import { normaliseEmail } from "./email";
import { beginGuess, forgiveGuesses, guesses } from "./guesses";
import { verifyPassword } from "./passwords";
import { type SignedIn, sessions } from "./resolve-session";
import type { SignIn } from "./schema";
import type { SessionToken } from "./session-port";
import { hashToken, isTokenForm, makeToken } from "./tokens";
import { assertSecondFactor } from "./two-factor";

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

/** Signed in, or on the way to it: then the challenge, together with a code, is what starts the session. */
export type SignInResult =
  | ({ kind: "signed-in" } & SessionToken)
  | { kind: "code-needed"; challenge: string; expiresAt: Date };

/**
 * Starts a session in the user's first organisation by name; where a second factor is in force, a challenge instead.
 * Throws `invalid_credentials`, with the same words and after the same work for an unknown address, a wrong password and
 * a user who is a member nowhere any more; `rate_limited` after too many failures for this address, known or not.
 */
export async function signIn({ email, password }: SignIn, origin: Origin): Promise<SignInResult> {
  const address = normaliseEmail(email);
  await beginGuess(guesses.password, address);
  const credentials = await gateway.findCredentials(database(), address);
  const matches = await verifyPassword(credentials?.passwordHash, password);
  const [membership] =
    matches && credentials ? await gateway.listMemberships(database(), credentials.userId) : [];
  if (!credentials || !membership) {
    throw new AppError("invalid_credentials", "The mail address or the password is wrong");
  }
  await forgiveGuesses(guesses.password, address);
  const { userId, tenantId } = { ...credentials, ...membership };
  if (credentials.hasTwoFactor) {
    const { token, row } = makeToken("sign_in", { userId, email: credentials.email });
    await insertToken(database(), row);
    return { kind: "code-needed", challenge: token, expiresAt: row.expiresAt };
  }
  return { kind: "signed-in", ...(await sessions().create({ userId, tenantId, ...origin })) };
}

/** True while a challenge waits for its code. */
export async function isChallengeOpen(challenge: string): Promise<boolean> {
  if (!isTokenForm(challenge)) return false;
  return (await peekToken(database(), hashToken(challenge), "sign_in")) !== null;
}

/**
 * The second step: a code of the second factor, or a recovery code. Throws `link_invalid` if the challenge is too old or
 * was used, `invalid_credentials` (field `code`) for a wrong or used code, `rate_limited` after too many of them.
 */
export async function signInWithCode(
  { challenge, code }: { challenge: string; code: string },
  origin: Origin,
): Promise<SessionToken> {
  const id = hashToken(challenge);
  const found = isTokenForm(challenge) ? await peekToken(database(), id, "sign_in") : null;
  if (!found?.userId) throw tooLate();
  await assertSecondFactor(found.userId, code);
  // Two with two good codes at once: the challenge is good for one of them.
  if (!(await consumeToken(database(), id, "sign_in"))) throw tooLate();
  const [membership] = await gateway.listMemberships(database(), found.userId);
  if (!membership) throw tooLate();
  return sessions().create({ userId: found.userId, tenantId: membership.tenantId, ...origin });
}

function tooLate(): AppError {
  return new AppError("link_invalid", "That took too long. Please sign in again.");
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

/** A new session in place of one that a change of the user's own role has ended. */
export function renewSession({ context, identity }: SignedIn, origin: Origin): Promise<SessionToken> {
  return sessions().create({ userId: identity.userId, tenantId: context.tenantId, ...origin });
}
