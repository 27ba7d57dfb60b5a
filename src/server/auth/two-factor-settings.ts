import { deleteOtherSessions } from "@/db/repositories/outside-tenants/sessions";
import { removeTwoFactor } from "@/db/repositories/outside-tenants/two-factor";
import { post } from "../mail/deliver";
import { outboxMailRow } from "../mail/outbox";
import { twoFactorChangedMail } from "../mail/templates/two-factor-changed";
import { database } from "../platform/database";
import { AppError } from "../platform/errors";
import { assertPassword, noticeLifetimeMs } from "./account";
import { accountEvent, type Trace } from "./account-event";
import type { SessionIdentity } from "./session-port";
import { addressOf, hashToken } from "./tokens";
import {
  assertSecondFactor,
  beginTwoFactor,
  confirmTwoFactor,
  renewRecoveryCodes,
  twoFactorState,
} from "./two-factor";

/** Begins the set-up. Needs the password, so that a borrowed session can't lock its owner out. */
export async function startSetUp({ userId }: SessionIdentity, currentPassword: string): Promise<void> {
  await assertPassword(userId, currentPassword);
  await beginTwoFactor(userId);
}

/**
 * Puts the second factor in force with a first code. Other sessions end, since they were started without it. Returns the
 * recovery codes, which are shown this one time.
 */
export async function finishSetUp(
  identity: SessionIdentity,
  { code, sessionToken }: { code: string; sessionToken: string },
  trace: Trace,
): Promise<string[]> {
  const codes = await confirmTwoFactor(identity.userId, code, trace);
  const note = accountEvent("account.other_sessions_ended", trace);
  await deleteOtherSessions(database(), identity.userId, hashToken(sessionToken), note);
  await tell(identity, true);
  return codes;
}

/** Switches the second factor off. Needs the password and a code. */
export async function switchOff(
  identity: SessionIdentity,
  { currentPassword, code }: { currentPassword: string; code: string },
  trace: Trace,
): Promise<void> {
  await assertIsOn(identity.userId);
  await assertPassword(identity.userId, currentPassword);
  await assertSecondFactor(identity.userId, code);
  await removeTwoFactor(database(), identity.userId, accountEvent("account.two_factor_disabled", trace));
  await tell(identity, false);
}

/** New recovery codes; the old ones don't work any more. Needs a code. */
export async function newRecoveryCodes(
  { userId }: SessionIdentity,
  code: string,
  trace: Trace,
): Promise<string[]> {
  await assertIsOn(userId);
  await assertSecondFactor(userId, code);
  return renewRecoveryCodes(userId, trace);
}

async function assertIsOn(userId: string): Promise<void> {
  if (!(await twoFactorState(userId)).isOn) {
    throw new AppError("two_factor_state", "Two-factor sign-in is off");
  }
}

function tell({ userEmail: to, userName: name }: SessionIdentity, enabled: boolean): Promise<void> {
  const mail = twoFactorChangedMail({ to, name, enabled, url: addressOf("/forgot-password") });
  return post(outboxMailRow(mail, noticeLifetimeMs));
}
