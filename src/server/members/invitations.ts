import { uuidv7 } from "uuidv7";
import * as steps from "@/db/repositories/account-queries";
import * as invitations from "@/db/repositories/invitations";
import * as members from "@/db/repositories/members";
import type { TenantTx } from "@/db/tenant";
import { beginAttempt, mails } from "../auth/attempt-limits";
import { normaliseEmail } from "../auth/email";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { addressOf, generateToken, hashToken, tokenLifetimesMs } from "../auth/tokens";
import { recordEvent } from "../events/record";
import { takeDaily } from "../limits/daily-limits";
import { deliverSoon } from "../mail/deliver";
import { outboxMailRow } from "../mail/outbox";
import { invitationMail } from "../mail/templates/invitation";
import { afterCommit, readTenant, withTenant } from "../platform/database";
import { AppError, invalidField } from "../platform/errors";
import { countMax, type IdPage, type Page, pageOf, readingOf } from "../platform/paging";
import { assertVersion, type Expected } from "../platform/versions";
import { invitationsPerDay } from "../tenants/plans";
import type { Invite } from "./schema";

export type Invitation = invitations.InvitationRow;

/** Invitations that wait to be accepted, expired ones too; newest first. Needs `admin`. */
export async function listInvitations(context: TenantContext, page: IdPage): Promise<Page<Invitation>> {
  assertCan(context, "admin");
  const { tenantId } = context;
  const [rows, total] = await readTenant(context, (tx) =>
    tx.inOrder([
      () => invitations.listOpen(tx, tenantId, readingOf(page)),
      () => invitations.countOpen(tx, tenantId, countMax),
    ]),
  );
  return pageOf(rows, total, page, ({ id }) => id);
}

/** Needs `admin`. Throws `invitation_not_found`, also for one that was accepted or cancelled. */
export async function getInvitation(context: TenantContext, id: string): Promise<Invitation> {
  assertCan(context, "admin");
  return found(await readTenant(context, (tx) => invitations.findOpen(tx, context.tenantId, id)));
}

/**
 * Invites somebody by mail; an open invitation of the same address is replaced. Says nothing of whether the address has
 * an account. Needs `admin`. Throws `already_member` and, to all but one who do it at once, `already_invited` (field `email`),
 * `rate_limited` after several to one address.
 */
export async function invite(context: TenantContext, { email, role }: Invite): Promise<Invitation> {
  const invitedBy = inviterOf(context);
  const { tenantId } = context;
  const emailNormalised = normaliseEmail(email);
  await beginAttempt(mails.invitation, `${tenantId}:${emailNormalised}`);
  await takeInvitation(context);
  const id = uuidv7();
  const link = makeLink(context, { email, role });
  const made = await withTenant(context, async (tx) => {
    if (await members.findByEmail(tx, tenantId, emailNormalised)) {
      throw invalidField("email", "belongs to a member of this organisation", "already_member");
    }
    const invitation = { tenantId, id, email, emailNormalised, role, invitedBy, ...link.row };
    const [, , , row] = await tx.inOrder([
      () => invitations.cancelOpenOf(tx, tenantId, emailNormalised),
      () => invitations.insert(tx, invitation),
      () => steps.insertMail(tx, link.mail),
      () => invitations.findOpen(tx, tenantId, id),
    ]);
    recordEvent(tx, context, "member.invited", id, { name: email, role });
    return found(row);
  });
  await afterCommit(context, () => deliverSoon(link.mail.id));
  return made;
}

/**
 * Sends a new link, which works for another seven days; the old one doesn't work any more. Needs `admin`. Throws
 * `invitation_not_found`, `version_mismatch`, `rate_limited`.
 */
export async function resendInvitation(
  context: TenantContext,
  id: string,
  expected: Expected = {},
): Promise<Invitation> {
  const invitedBy = inviterOf(context);
  const { tenantId } = context;
  await beginAttempt(mails.invitation, `${tenantId}:${id}`);
  await takeInvitation(context);
  const token = generateToken();
  const row = { ...rowOf(token), invitedBy };
  const { mailId, sent } = await withTenant(context, async (tx) => {
    const invitation = await lock(tx, context, id, expected);
    const mail = mailOf(context, token, invitation);
    const [, , after] = await tx.inOrder([
      () => invitations.replaceToken(tx, tenantId, id, row),
      () => steps.insertMail(tx, mail),
      () => invitations.findOpen(tx, tenantId, id),
    ]);
    recordEvent(tx, context, "invitation.resent", id, { name: invitation.email, role: invitation.role });
    return { mailId: mail.id, sent: found(after) };
  });
  await afterCommit(context, () => deliverSoon(mailId));
  return sent;
}

/** Makes an invitation's link worthless. Needs `admin`. Throws `invitation_not_found`, `version_mismatch`. */
export async function cancelInvitation(
  context: TenantContext,
  id: string,
  expected: Expected = {},
): Promise<void> {
  assertCan(context, "admin");
  await withTenant(context, async (tx) => {
    const { email } = await lock(tx, context, id, expected);
    await invitations.cancel(tx, context.tenantId, id);
    recordEvent(tx, context, "invitation.cancelled", id, { name: email });
  });
}

async function lock(
  tx: TenantTx,
  { tenantId }: TenantContext,
  id: string,
  expected: Expected,
): Promise<Invitation> {
  const invitation = found(await invitations.lockOpen(tx, tenantId, id));
  assertVersion(expected, invitation.version, "The invitation");
  return invitation;
}

function found(invitation: Invitation | undefined): Invitation {
  if (!invitation) throw invitationNotFound();
  return invitation;
}

/** Each invitation is a mail to somebody who may not want it. */
async function takeInvitation({ tenantId, plan }: TenantContext): Promise<void> {
  if (plan) await takeDaily("invitations", invitationsPerDay(plan), tenantId);
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
  return outboxMailRow(mail, tokenLifetimesMs.invitation);
}

export function invitationNotFound(): AppError {
  return new AppError("invitation_not_found");
}
