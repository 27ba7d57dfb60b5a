import { uuidv7 } from "uuidv7";
import * as steps from "@/db/repositories/account-steps";
import * as invitations from "@/db/repositories/invitations";
import * as members from "@/db/repositories/members";
import { normaliseEmail } from "../auth/email";
import { beginGuess, guesses } from "../auth/guesses";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { addressOf, generateToken, hashToken, tokenLifetimesMs } from "../auth/tokens";
import { recordEvent } from "../events/record";
import { deliverSoon } from "../mail/deliver";
import { outgoingMail } from "../mail/outbox";
import { invitationMail } from "../mail/templates/invitation";
import { afterCommit, readTenant, withTenant } from "../platform/database";
import { AppError, invalidField } from "../platform/errors";
import type { Invite } from "./schema";

export type Invitation = invitations.InvitationRow;

/** Invitations that wait to be accepted, expired ones too; newest first. Needs `admin`. */
export function listInvitations(context: TenantContext): Promise<Invitation[]> {
  assertCan(context, "admin");
  return readTenant(context, (tx) => invitations.listOpen(tx, context.tenantId));
}

/**
 * Invites somebody by mail; an open invitation of the same address is replaced. Says nothing of whether the address has
 * an account. Needs `admin`. Throws `already_member` (field `email`), `rate_limited` after several to one address.
 */
export async function invite(context: TenantContext, { email, role }: Invite): Promise<{ id: string }> {
  const invitedBy = inviterOf(context);
  const { tenantId } = context;
  const emailNormalised = normaliseEmail(email);
  await beginGuess(guesses.mail, `${tenantId}:${emailNormalised}`);
  const id = uuidv7();
  const link = makeLink(context, { email, role });
  await withTenant(context, async (tx) => {
    if (await members.findByEmail(tx, tenantId, emailNormalised)) {
      throw invalidField("email", "belongs to a member of this organisation", "already_member");
    }
    await invitations.cancelOpenOf(tx, tenantId, emailNormalised);
    await Promise.all([
      invitations.insert(tx, { tenantId, id, email, emailNormalised, role, invitedBy, ...link.row }),
      steps.insertMail(tx, link.mail),
      recordEvent(tx, context, "member.invited", id, { name: email, role }),
    ]);
  });
  await afterCommit(context, () => deliverSoon(link.mail.id));
  return { id };
}

/** Sends a new link, which works for another seven days; the old one doesn't work any more. Needs `admin`. */
export async function resendInvitation(context: TenantContext, id: string): Promise<void> {
  inviterOf(context);
  await beginGuess(guesses.mail, `${context.tenantId}:${id}`);
  const token = generateToken();
  const row = rowOf(token);
  const mailId = await withTenant(context, async (tx) => {
    const found = await invitations.replaceToken(tx, context.tenantId, id, row);
    if (!found) throw notFound();
    const mail = mailOf(context, token, found);
    await steps.insertMail(tx, mail);
    return mail.id;
  });
  await afterCommit(context, () => deliverSoon(mailId));
}

/** Makes an invitation's link worthless. Needs `admin`. Throws `invitation_not_found`. */
export async function cancelInvitation(context: TenantContext, id: string): Promise<void> {
  assertCan(context, "admin");
  await withTenant(context, async (tx) => {
    const email = await invitations.cancel(tx, context.tenantId, id);
    if (email === undefined) throw notFound();
    await recordEvent(tx, context, "invitation.cancelled", id, { name: email });
  });
}

function inviterOf(context: TenantContext): string {
  assertCan(context, "admin");
  if (context.userId === null) throw new Error("an actor without a user can't invite");
  return context.userId;
}

function makeLink(context: TenantContext, invitation: Invite) {
  const token = generateToken();
  return { row: rowOf(token), mail: mailOf(context, token, invitation) };
}

function rowOf(token: string): { tokenHash: string; expiresAt: Date } {
  return { tokenHash: hashToken(token), expiresAt: new Date(Date.now() + tokenLifetimesMs.invitation) };
}

function mailOf({ tenantName, actor }: TenantContext, token: string, { email, role }: Invite) {
  const invitedBy = actor.type === "visitor" ? tenantName : actor.name;
  const url = addressOf(`/invitation/${token}`);
  const mail = invitationMail({ to: email, organisation: tenantName, invitedBy, role, url });
  return outgoingMail(mail, tokenLifetimesMs.invitation);
}

function notFound(): AppError {
  return new AppError("invitation_not_found", "This invitation was accepted or cancelled already");
}
