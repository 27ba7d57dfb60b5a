import type { Metadata } from "next";
import { requireAuth } from "@/server/pages/page-session";
import { ActionForm } from "../../../_ui/action-form";
import { Badge } from "../../../_ui/badge";
import { currentPasswordField } from "../../../_ui/field-specs";
import { PageTitle } from "../../../_ui/page-title";
import { SettingsSection } from "../../../_ui/settings-section";
import { SubmitForm } from "../../../_ui/submit-form";
import { SettingsTabs } from "../settings-tabs";
import { changeEmailAddressAction, changeNameAction, sendVerificationAction } from "./actions";

export const metadata: Metadata = { title: "Profile" };

export default async function ProfilePage() {
  const { context, identity } = await requireAuth("/settings/profile");
  return (
    <>
      <PageTitle title="Your account" intro="You have one account for all organisations that you are in." />
      <SettingsTabs group="account" current="/settings/profile" />
      <SettingsSection
        id="name"
        title="Name"
        intro={<p>Also your byline in {context.tenantName}. In other organisations it stays as it is.</p>}
      >
        <SubmitForm
          action={changeNameAction}
          className="space-y-5"
          fields={[
            {
              name: "name",
              label: "Your name",
              autoComplete: "name",
              maxLength: 80,
              defaultValue: identity.userName,
            },
          ]}
          submitLabel="Save"
          variant="plain"
          done={<p>Your name was saved.</p>}
          staysOpen
        />
      </SettingsSection>
      <SettingsSection
        id="email"
        title="Mail address"
        intro={<p>You sign in with it. A new one counts once you open the link that we send there.</p>}
      >
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <p className="font-medium break-all">{identity.userEmail}</p>
          <Badge tone={identity.emailVerified ? "accent" : "neutral"}>
            {identity.emailVerified ? "Verified" : "Not verified"}
          </Badge>
        </div>
        {!identity.emailVerified && (
          <div className="mt-3">
            <ActionForm
              action={sendVerificationAction}
              label="Send the link again"
              done="It is on its way."
            />
          </div>
        )}
        <SubmitForm
          action={changeEmailAddressAction}
          fields={[
            { name: "email", label: "New mail address", type: "email", autoComplete: "email" },
            currentPasswordField,
          ]}
          submitLabel="Send a link to it"
          variant="plain"
          done={<p>Check the mail at your new address, and open the link that we sent there.</p>}
        />
      </SettingsSection>
    </>
  );
}
