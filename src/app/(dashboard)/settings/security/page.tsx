import type { Metadata } from "next";
import { listOwnSessions } from "@/server/auth/own-sessions";
import { pendingTwoFactor, twoFactorState } from "@/server/auth/two-factor";
import { requireAuth, sessionToken } from "@/server/pages/page-session";
import { qrCodeOf } from "../../../_lib/qr-code";
import { currentPasswordField, newPasswordField } from "../../../_ui/field-specs";
import { PageTitle } from "../../../_ui/page-title";
import { SettingsSection } from "../../../_ui/settings-section";
import { SubmitForm } from "../../../_ui/submit-form";
import { SettingsTabs } from "../settings-tabs";
import { changePasswordAction } from "./actions";
import { SessionList } from "./session-list";
import { TwoFactor } from "./two-factor";

export const metadata: Metadata = { title: "Security" };

export default async function SecurityPage() {
  const { identity } = await requireAuth("/settings/security");
  const { userId, userEmail } = identity;
  const [state, pending, sessions] = await Promise.all([
    twoFactorState(userId),
    pendingTwoFactor(userId, userEmail),
    listOwnSessions(userId, (await sessionToken()) ?? ""),
  ]);
  return (
    <>
      <PageTitle title="Your account" intro="You have one account for all organisations that you are in." />
      <SettingsTabs group="account" current="/settings/security" />
      <SettingsSection
        id="password"
        title="Password"
        intro={<p>A new one ends your other sessions, and we tell you by mail.</p>}
      >
        <SubmitForm
          action={changePasswordAction}
          className="space-y-5"
          fields={[currentPasswordField, newPasswordField]}
          submitLabel="Change the password"
          variant="plain"
          done={<p>Your password was changed, and your other sessions were ended.</p>}
        />
      </SettingsSection>
      <SettingsSection
        id="two-factor"
        title="Two-factor sign-in"
        intro={
          <p>
            Signing in then takes your password and a code from your phone, so a stolen password is not
            enough.
          </p>
        }
      >
        <TwoFactor {...state} setUp={pending && { secret: pending.secret, qrCode: qrCodeOf(pending.uri) }} />
      </SettingsSection>
      <SettingsSection
        id="sessions"
        title="Sessions"
        intro={
          <p>Where you are signed in. If you don’t know one of them, end it and change your password.</p>
        }
      >
        <SessionList sessions={sessions} />
      </SettingsSection>
    </>
  );
}
