import { uuidv7 } from "uuidv7";
import * as steps from "@/db/repositories/account-queries";
import * as invitations from "@/db/repositories/invitations";
import * as members from "@/db/repositories/members";
import { peekToken } from "@/db/repositories/outside-tenants/tokens";
import * as tenants from "@/db/repositories/tenants";
import type { TenantTx } from "@/db/tenant";
import { changeArticles } from "../articles/cached-reads";
import { normaliseEmail } from "../auth/email";
import { assertNotPersonal, hashPassword } from "../auth/passwords";
import {
  contextOfGuest,
  invitationsTo,
  type OpenInvitation,
  resolveInvitation,
} from "../auth/resolve-invitation";
import { type SignedIn, sessions } from "../auth/resolve-session";
import type { SessionToken } from "../auth/session-port";
import type { Origin } from "../auth/sign-in";
import type { TenantContext } from "../auth/tenant-context";
import { hashToken, isTokenForm, linkInvalid } from "../auth/tokens";
import { recordEvent } from "../events/record";
import { database } from "../platform/database";
import { AppError } from "../platform/errors";

export interface Guest {
  token: string;
  name: string;
  password: string;
}

/**
 * Accepts an invitation by making an account for its address, and signs in. The link came by mail, so the address counts
 * as verified. It works once, however many open it at the same time. Throws `link_invalid`; `email_taken` if there is an
 * account by now: then its owner signs in and accepts.
 */
export async function joinAsNewUser(
  { token, name, password }: Guest,
  origin: Origin,
  requestId: string,
): Promise<SessionToken> {
  const invitation = await openInvitation(token);
  const { email, emailNormalised, tenantName } = invitation;
  if (invitation.userId) {
    throw new AppError("email_taken", "There is an account with this address. Please sign in to accept.");
  }
  assertNotPersonal(password, [name, email, tenantName]);
  const passwordHash = await hashPassword(password);
  const userId = uuidv7();
  const context = contextOfGuest(invitation, { userId, name, requestId, address: origin.address });
  await changeArticles(context, async (tx) => {
    await accept(tx, context, invitation);
    const emailVerifiedAt = new Date();
    await tenants.insertUser(tx, { id: userId, email, emailNormalised, name, passwordHash, emailVerifiedAt });
    await join(tx, context, invitation, { userId, name });
  });
  return sessions().create({ userId, tenantId: context.tenantId, ...origin });
}

/**
 * Accepts an invitation with the account that one is signed in with, and moves the browser to the organisation: a new
 * session, and the end of the old one. Throws `link_invalid`, `already_member`, and `insufficient_permissions` if the
 * invitation is for another address.
 */
export async function joinAsUser(
  { identity }: SignedIn,
  { token, sessionToken }: { token: string; sessionToken: string },
  origin: Origin,
  requestId: string,
): Promise<SessionToken> {
  const invitation = await openInvitation(token);
  const { userId, userName: name } = identity;
  if (invitation.userId !== userId) {
    const message = `This invitation is for ${invitation.email}. Sign in with that address to accept it.`;
    throw new AppError("insufficient_permissions", message);
  }
  const context = contextOfGuest(invitation, { userId, name, requestId, address: origin.address });
  await changeArticles(context, async (tx) => {
    await accept(tx, context, invitation);
    await join(tx, context, invitation, { userId, name });
  });
  const started = await sessions().create({ userId, tenantId: context.tenantId, ...origin });
  await sessions().end(sessionToken);
  return started;
}

/** What somebody who has shown who they are, and is a member nowhere, may accept; null if the challenge is too old. */
export async function invitationsOfChallenge(challenge: string): Promise<OpenInvitation[] | null> {
  const person = await personBehind(challenge);
  return person && invitationsTo(person.account);
}

/**
 * Accepts an invitation with the challenge that signing in without any membership has led to, and signs in. Throws
 * `link_invalid` if the challenge is too old or was used, or the invitation doesn't count any more.
 */
export async function joinAsInvited(
  { challenge, invitationId }: { challenge: string; invitationId: string },
  origin: Origin,
  requestId: string,
): Promise<SessionToken> {
  const person = await personBehind(challenge);
  const invitations = person ? await invitationsTo(person.account) : [];
  const invitation = invitations.find(({ id }) => id === invitationId);
  if (!person || !invitation || invitation.userId !== person.userId) throw linkInvalid();
  const { userId, name } = person;
  const context = contextOfGuest(invitation, { userId, name, requestId, address: origin.address });
  await changeArticles(context, async (tx) => {
    if (!(await steps.consumeToken(tx, hashToken(challenge), "membership"))) throw linkInvalid();
    await accept(tx, context, invitation);
    await join(tx, context, invitation, { userId, name });
  });
  return sessions().create({ userId, tenantId: context.tenantId, ...origin });
}

async function personBehind(
  challenge: string,
): Promise<{ userId: string; name: string; account: string } | null> {
  if (!isTokenForm(challenge)) return null;
  const found = await peekToken(database(), hashToken(challenge), "membership");
  if (!found?.userId || !found.userEmail) return null;
  return { userId: found.userId, name: found.userName ?? "", account: normaliseEmail(found.userEmail) };
}

async function openInvitation(token: string): Promise<OpenInvitation> {
  const invitation = await resolveInvitation(token);
  if (!invitation) throw linkInvalid();
  return invitation;
}

/** Waits for changes of members that are under way: whoever invited may be on the way out. */
async function accept(tx: TenantTx, { tenantId }: TenantContext, invitation: OpenInvitation): Promise<void> {
  await members.lock(tx, tenantId);
  if (!(await invitations.accept(tx, tenantId, invitation))) throw linkInvalid();
}

/** Whoever was here before may come back with another name, and articles show it. */
async function join(
  tx: TenantTx,
  context: TenantContext,
  { role }: OpenInvitation,
  { userId, name }: { userId: string; name: string },
): Promise<void> {
  if (!(await members.join(tx, { tenantId: context.tenantId, userId, role, name }))) {
    throw new AppError("already_member", "You are a member of this organisation already");
  }
  recordEvent(tx, context, "member.joined", userId, { name, role });
}
