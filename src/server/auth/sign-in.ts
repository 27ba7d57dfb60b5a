import {
  consumeToken,
  insertToken,
  peekToken,
  type TokenRow,
} from "@/db/repositories/outside-tenants/tokens";
import * as users from "@/db/repositories/outside-tenants/users";
import { database } from "../platform/database";
import { AppError } from "../platform/errors";
import { attemptLimits, beginAttempt, forgiveAttempts, type Place } from "./attempt-limits";
import { normaliseEmail } from "./email";
import { verifyPassword } from "./passwords";
import { invitationsTo } from "./resolve-invitation";
import { type SignedIn, sessions } from "./resolve-session";
import type { SignIn } from "./schema";
import type { SessionToken } from "./session-port";
import { hashToken, isTokenForm, makeToken } from "./tokens";
import { assertSecondFactor } from "./two-factor";

/** Where a browser's session comes from; kept with it, so that people can tell their sessions apart. */
export interface Origin extends Place {
  userAgent: string | null;
}

export interface Membership {
  tenantId: string;
  tenantSlug: string;
  tenantName: string;
  role: string;
}

/** What is kept in a cookie of its own until the next step. */
interface NextStep {
  challenge: string;
  expiresAt: Date;
}

/**
 * Signed in, or on the way to it: then the challenge, together with a code, is what starts the session; or, of somebody
 * who is a member nowhere and was invited, together with an invitation.
 */
export type SignInResult =
  | ({ kind: "signed-in" } & SessionToken)
  | ({ kind: "code-needed" } & NextStep)
  | ({ kind: "invited" } & NextStep);

/**
 * Starts a session in the user's first organisation by name; where a second factor is in force, a challenge instead.
 * Throws `invalid_credentials`, with the same words and after the same work for an unknown address and a wrong password,
 * and with others for the right one of a user who is a member nowhere and was not invited; `rate_limited` after too many
 * failures from this place, or far more from everywhere, for this address, known or not.
 */
export async function signIn({ email, password }: SignIn, origin: Origin): Promise<SignInResult> {
  const credentials = await checkPassword(normaliseEmail(email), password, origin);
  if (!credentials) throw wrongPassword();
  if (credentials.hasTwoFactor) return askForCode(credentials);
  return enter(credentials, origin);
}

/**
 * Whose password this is; null if nobody's. Takes as long and counts the same for an address that has no account. Throws
 * `rate_limited`.
 */
export async function checkPassword(
  account: string,
  password: string,
  place: Place,
): Promise<users.CredentialsRow | null> {
  const from = { place, account };
  await beginAttempt(attemptLimits.password, account, from);
  const credentials = await users.findCredentials(database(), account);
  const matches = await verifyPassword(credentials?.passwordHash, password);
  if (!credentials || !matches) return null;
  await forgiveAttempts(attemptLimits.password, account, from);
  return credentials;
}

/** The challenge between the password and the code. `payload` is what is to be done with both, if it isn't signing in. */
export async function askForCode(
  { userId, email }: { userId: string; email: string },
  payload: string | null = null,
): Promise<{ kind: "code-needed" } & NextStep> {
  return { kind: "code-needed", ...(await makeChallenge("sign_in", { userId, email, payload })) };
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
  given: { challenge: string; code: string },
  origin: Origin,
): Promise<SignInResult> {
  const { userId, email } = await consumeChallenge(given, origin);
  return enter({ userId, email }, origin);
}

/** Uses a challenge up, with the code that belongs to it. Throws what `signInWithCode` throws. */
export async function consumeChallenge(
  { challenge, code }: { challenge: string; code: string },
  place: Place,
): Promise<TokenRow & { userId: string }> {
  const id = hashToken(challenge);
  const found = isTokenForm(challenge) ? await peekToken(database(), id, "sign_in") : null;
  if (!found?.userId) throw tooLate();
  const account = normaliseEmail(found.userEmail ?? found.email);
  await assertSecondFactor(found.userId, code, { place, account });
  // Two with two good codes at once: the challenge is good for one of them.
  if (!(await consumeToken(database(), id, "sign_in"))) throw tooLate();
  return { ...found, userId: found.userId };
}

/**
 * A session for somebody who has shown who they are; for a member of nothing who was invited, the way to that. Throws
 * `invalid_credentials` if there is neither.
 */
export async function enter(
  { userId, email }: { userId: string; email: string },
  origin: Origin,
): Promise<SignInResult> {
  const [membership] = await users.listMemberships(database(), userId);
  if (membership) {
    const { tenantId } = membership;
    return { kind: "signed-in", ...(await sessions().create({ userId, tenantId, ...origin })) };
  }
  const invitations = await invitationsTo(normaliseEmail(email));
  if (invitations.length === 0) throw memberOfNothing();
  return { kind: "invited", ...(await makeChallenge("membership", { userId, email })) };
}

async function makeChallenge(
  purpose: "sign_in" | "membership",
  whose: { userId: string; email: string; payload?: string | null },
): Promise<NextStep> {
  const { token, row } = makeToken(purpose, whose);
  await insertToken(database(), row);
  return { challenge: token, expiresAt: row.expiresAt };
}

function wrongPassword(): AppError {
  return new AppError("invalid_credentials");
}

function memberOfNothing(): AppError {
  return new AppError(
    "invalid_credentials",
    "You are not a member of any organisation at the moment. Ask for an invitation, or sign up with this address and password to start an organisation.",
  );
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
  return users.listMemberships(database(), userId);
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
  const memberships = await users.listMemberships(database(), userId);
  if (!memberships.some((membership) => membership.tenantId === tenantId)) {
    throw new AppError("organisation_not_found");
  }
  const started = await sessions().create({ userId, tenantId, ...origin });
  await sessions().end(token);
  return started;
}

/** A new session in place of one that a change of the user's own role has ended. */
export function renewSession({ context, identity }: SignedIn, origin: Origin): Promise<SessionToken> {
  return sessions().create({ userId: identity.userId, tenantId: context.tenantId, ...origin });
}
