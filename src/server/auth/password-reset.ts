import * as tokens from "@/db/repositories/outside-tenants/tokens";
import * as users from "@/db/repositories/outside-tenants/users";
import { deliverSoon, post } from "../mail/deliver";
import { outboxMailRow, outboxRow } from "../mail/outbox";
import { passwordChangedMail } from "../mail/templates/password-changed";
import { database } from "../platform/database";
import { accountEvent, type Trace } from "./account-event";
import { attemptLimits, forgiveAttempts, mails, maySendMail, type Place } from "./attempt-limits";
import { normaliseEmail } from "./email";
import { assertNotPersonal, hashPassword } from "./passwords";
import { addressOf, dayMs, hashToken, isTokenForm, linkInvalid, tokenLifetimesMs } from "./tokens";

/**
 * Asks for a link to choose a new password. Does and answers the same for every address: whether there is an account is
 * looked up only when the mail is written, after this has returned.
 */
export async function requestPasswordReset(email: string, place?: Place): Promise<void> {
  if (!(await maySendMail(mails.reset, normaliseEmail(email), place))) return;
  await post(outboxRow({ kind: "reset_password", email }, tokenLifetimesMs.reset_password));
}

/** Whether a link to choose a new password works. Doesn't use it up. */
export async function isResetOpen(token: string): Promise<boolean> {
  return (await peek(token)) !== null;
}

/**
 * Replaces the password by a link; it works once. All sessions of the user end. Throws `link_invalid` and, for a password
 * that is the user's own name or address, `validation_failed`; then the link still works.
 */
export async function resetPassword(
  { token, password }: { token: string; password: string },
  trace: Trace & Place,
): Promise<void> {
  const found = await peek(token);
  if (!found?.userEmail) throw linkInvalid();
  const { userId, userName, userEmail } = found;
  assertNotPersonal(password, [userName ?? undefined, userEmail]);
  const passwordHash = await hashPassword(password);
  const url = addressOf("/forgot-password");
  const mail = outboxMailRow(passwordChangedMail({ to: userEmail, name: userName ?? "", url }), 3 * dayMs);
  const change = { tokenId: hashToken(token), userId, passwordHash };
  const note = accountEvent("account.password_reset", trace);
  if (!(await users.resetPassword(database(), change, mail, note))) throw linkInvalid();
  deliverSoon(mail.id);
  // Whoever was locked out by somebody else's attempts has shown who they are.
  const account = normaliseEmail(userEmail);
  await Promise.all([
    forgiveAttempts(attemptLimits.password, account, { place: trace, account }),
    forgiveAttempts(attemptLimits.ownPassword, userId ?? ""),
  ]);
}

async function peek(token: string): Promise<tokens.TokenRow | null> {
  return isTokenForm(token) ? tokens.peekToken(database(), hashToken(token), "reset_password") : null;
}
