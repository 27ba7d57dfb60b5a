import type { Metadata } from "next";
import { type OpenInvitation, resolveInvitation } from "@/server/auth/resolve-invitation";
import { getSession } from "@/server/pages/page-session";
import { buttonClass } from "../../../_ui/button-class";
import { newPasswordField } from "../../../_ui/field-specs";
import { Link } from "../../../_ui/link";
import { LinkGone } from "../../../_ui/link-gone";
import { SubmitForm } from "../../../_ui/submit-form";
import { acceptInvitationAction, joinAsNewUserAction } from "./actions";

export const metadata: Metadata = { title: "Invitation", robots: { index: false } };

/** Looking at it doesn't accept the invitation: programs that check mails open every link. */
export default async function InvitationPage({ params }: PageProps<"/invitation/[token]">) {
  const { token } = await params;
  const invitation = await resolveInvitation(token);
  if (!invitation) {
    return (
      <LinkGone>
        <p className="text-soft">
          If you accepted it, you are a member already:{" "}
          <Link href="/dashboard" className="link">
            go to the dashboard
          </Link>
          . Else whoever invited you can send a new one.
        </p>
      </LinkGone>
    );
  }
  const { tenantName, invitedByName, role } = invitation;
  return (
    <>
      <h1 className="text-3xl font-semibold">Join {tenantName}</h1>
      <p className="mt-3 text-soft">
        {invitedByName} invites you as {role}.
      </p>
      <NextStep invitation={invitation} token={token} />
    </>
  );
}

/** Accept; or, for somebody without an account, make one; or sign in as the one who is invited. */
async function NextStep({ invitation, token }: { invitation: OpenInvitation; token: string }) {
  const session = await getSession();
  if (!invitation.userId) return <NewAccount invitation={invitation} token={token} />;
  if (session?.identity.userId === invitation.userId) {
    return (
      <SubmitForm action={acceptInvitationAction} values={{ token }} submitLabel="Accept the invitation" />
    );
  }
  return (
    <>
      <p className="mt-6 text-sm">
        The invitation is for <span className="font-medium break-all">{invitation.email}</span>, which has an
        account. {session ? "Sign out, then sign in with it to accept." : "Sign in to accept."}
      </p>
      <p className="mt-6">
        <Link
          href={session ? "/dashboard" : `/login?next=${encodeURIComponent(`/invitation/${token}`)}`}
          className={buttonClass("primary")}
        >
          {session ? "To the dashboard" : "Sign in"}
        </Link>
      </p>
    </>
  );
}

function NewAccount({ invitation: { email }, token }: { invitation: OpenInvitation; token: string }) {
  return (
    <SubmitForm
      action={joinAsNewUserAction}
      values={{ token }}
      fields={[
        { name: "name", label: "Your name", autoComplete: "name", maxLength: 80 },
        { ...newPasswordField, label: "Password", hint: `You will sign in with ${email} and this password.` },
      ]}
      submitLabel="Join"
    />
  );
}
