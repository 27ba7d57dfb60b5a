import * as steps from "@/db/repositories/account-queries";
import * as tokens from "@/db/repositories/outside-tenants/tokens";
import * as users from "@/db/repositories/outside-tenants/users";
import { deliverSoon } from "../mail/deliver";
import { outboxMailRow } from "../mail/outbox";
import { changeEmailMail } from "../mail/templates/change-email";
import { emailChangingMail } from "../mail/templates/email-changing";
import { verifyEmailMail } from "../mail/templates/verify-email";
import { database, withTenant } from "../platform/database";
import { invalidField } from "../platform/errors";
import { assertPassword, noticeLifetimeMs } from "./account";
import { accountEvent, type Trace } from "./account-event";
import { beginAttempt, mails as mailLimits } from "./attempt-limits";
import { normaliseEmail } from "./email";
import type { SignedIn } from "./resolve-session";
import { addressOf, hashToken, isTokenForm, linkInvalid, makeToken, tokenLifetimesMs } from "./tokens";

/** Sends the link that verifies a user's address once more. Throws `rate_limited` after a few times. */
export async function sendVerification({ context, identity }: SignedIn): Promise<void> {
  const { userId, userEmail: to } = identity;
  await beginAttempt(mailLimits.verification, userId);
  const { token, row } = makeToken("verify_email", { userId, email: to });
  const url = addressOf(`/verify-email/${token}`);
  const mail = outboxMailRow(verifyEmailMail({ to, url }), tokenLifetimesMs.verify_email);
  await withTenant(context, (tx) =>
    tx.inOrder([() => steps.insertToken(tx, row), () => steps.insertMail(tx, mail)]),
  );
  deliverSoon(mail.id);
}

/**
 * Asks for another mail address. It becomes the user's when the link that is sent there is opened; the old address is
 * told. Says the same whether the new one belongs to an account or not. Needs the current password.
 */
export async function requestEmailChange(
  { context, identity }: SignedIn,
  { email, currentPassword }: { email: string; currentPassword: string },
): Promise<void> {
  const { userId, userName: name, userEmail } = identity;
  if (normaliseEmail(email) === normaliseEmail(userEmail))
    throw invalidField("email", "is your address already");
  await assertPassword(userId, currentPassword);
  await beginAttempt(mailLimits.addressChange, userId);
  const { token, row } = makeToken("change_email", { userId, email });
  const confirmation = changeEmailMail({ to: email, url: addressOf(`/verify-email/${token}`) });
  const notice = emailChangingMail({
    to: userEmail,
    name,
    newAddress: email,
    url: addressOf("/forgot-password"),
  });
  const mails = [
    outboxMailRow(confirmation, tokenLifetimesMs.change_email),
    outboxMailRow(notice, noticeLifetimeMs),
  ];
  await withTenant(context, (tx) =>
    tx.inOrder([
      () => steps.revokeTokens(tx, userId, "change_email"),
      () => steps.insertToken(tx, row),
      ...mails.map((mail) => () => steps.insertMail(tx, mail)),
    ]),
  );
  for (const mail of mails) deliverSoon(mail.id);
}

export interface AddressLink {
  purpose: "verify_email" | "change_email";
  email: string;
}

/** What a link to `/verify-email` is about; null if it doesn't work. Doesn't use it up. */
export async function addressOfLink(token: string): Promise<AddressLink | null> {
  if (!isTokenForm(token)) return null;
  for (const purpose of ["verify_email", "change_email"] as const) {
    const found = await tokens.peekToken(database(), hashToken(token), purpose);
    if (found) return { purpose, email: found.email };
  }
  return null;
}

/** Verifies an address by its link. Throws `link_invalid`. */
export async function verifyEmail(token: string): Promise<void> {
  if (!isTokenForm(token) || !(await users.verifyEmail(database(), hashToken(token)))) throw linkInvalid();
}

/** Puts a new address in force by its link. Throws `link_invalid`; `email_taken` if another account has it by now. */
export async function changeEmail(token: string, trace: Trace): Promise<void> {
  if (!isTokenForm(token)) throw linkInvalid();
  const note = accountEvent("account.email_changed", trace);
  if (!(await users.changeEmail(database(), hashToken(token), note))) throw linkInvalid();
}
