import { insertAccountEvent } from "@/db/repositories/account-events";
import * as steps from "@/db/repositories/account-queries";
import * as members from "@/db/repositories/members";
import { credentialsOf } from "@/db/repositories/outside-tenants/users";
import * as users from "@/db/repositories/users";
import { changeArticles } from "../articles/cached-reads";
import { recordEvent } from "../events/record";
import { deliverSoon } from "../mail/deliver";
import { outboxMailRow } from "../mail/outbox";
import { passwordChangedMail } from "../mail/templates/password-changed";
import { database, withTenant } from "../platform/database";
import { AppError, invalidField } from "../platform/errors";
import { accountEvent } from "./account-event";
import { assertPerson } from "./assert-person";
import { attemptLimits, beginAttempt, forgiveAttempts } from "./attempt-limits";
import { assertNotPersonal, hashPassword, verifyPassword } from "./passwords";
import type { SignedIn } from "./resolve-session";
import type { TenantContext } from "./tenant-context";
import { addressOf, dayMs, hashToken } from "./tokens";

/** How long a mail that only tells something is tried to be delivered, in milliseconds. */
export const noticeLifetimeMs = 3 * dayMs;

/**
 * That whoever sits at this session is the user: their password. Throws `invalid_credentials` (field `currentPassword`),
 * and `rate_limited` after too many wrong ones inside of sessions: what strangers try on the sign-in page doesn't count.
 */
export async function assertPassword(userId: string, currentPassword: string): Promise<void> {
  const credentials = await credentialsOf(database(), userId);
  if (!credentials) throw new AppError("unauthorized");
  await beginAttempt(attemptLimits.ownPassword, userId);
  if (!(await verifyPassword(credentials.passwordHash, currentPassword))) {
    throw invalidField("currentPassword", "is wrong", "invalid_credentials");
  }
  await forgiveAttempts(attemptLimits.ownPassword, userId);
}

/** A new password, by the user themselves. All other sessions and all open links of theirs end. */
export async function changePassword(
  { context, identity }: SignedIn,
  sessionToken: string,
  { currentPassword, password }: { currentPassword: string; password: string },
): Promise<void> {
  const { userId, userName, userEmail } = identity;
  await assertPassword(userId, currentPassword);
  assertNotPersonal(password, [userName, userEmail, context.tenantName]);
  const passwordHash = await hashPassword(password);
  const url = addressOf("/forgot-password");
  const mail = outboxMailRow(passwordChangedMail({ to: userEmail, name: userName, url }), noticeLifetimeMs);
  await withTenant(context, (tx) =>
    tx.inOrder([
      () => users.updatePassword(tx, userId, passwordHash),
      () => steps.deleteOtherSessions(tx, userId, hashToken(sessionToken)),
      () => steps.revokeTokens(tx, userId, null),
      () => steps.insertMail(tx, mail),
      () => insertAccountEvent(tx, userId, accountEvent("account.password_changed", context)),
    ]),
  );
  deliverSoon(mail.id);
}

/** The user's name, also as the byline in the current organisation. Throws `insufficient_permissions` for API keys. */
export async function changeName(context: TenantContext, name: string): Promise<void> {
  const userId = assertPerson(context);
  const previousName = context.actor.type === "member" ? context.actor.name : null;
  await changeArticles(context, async (tx) => {
    await tx.inOrder([
      () => users.updateName(tx, userId, name),
      () => members.update(tx, context.tenantId, userId, { name }),
    ]);
    recordEvent(tx, context, "member.renamed", userId, { name, previousName });
  });
}
