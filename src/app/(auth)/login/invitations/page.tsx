import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { invitationsOfChallenge } from "@/server/members/join";
import { challengeToken } from "@/server/pages/page-session";
import { Link } from "../../../_ui/link";
import { SubmitForm } from "../../../_ui/submit-form";
import { joinAsInvitedAction } from "./actions";

export const metadata: Metadata = { title: "Your invitations" };

/** For somebody who has shown who they are and is a member nowhere. Whoever hasn't begins by signing in. */
export default async function InvitationsPage() {
  const challenge = await challengeToken();
  const invitations = challenge ? await invitationsOfChallenge(challenge) : null;
  if (!invitations || invitations.length === 0) redirect("/login");
  return (
    <>
      <h1 className="text-3xl font-semibold">You are invited</h1>
      <p className="mt-2 text-sm text-soft">
        You are not a member of any organisation at the moment. Accept an invitation to go on.
      </p>
      <ul className="mt-6 divide-y divide-rule border-y border-rule">
        {invitations.map(({ id, tenantName, invitedByName, role }) => (
          <li key={id} className="py-4">
            <h2 className="font-sans text-base font-medium break-words">{tenantName}</h2>
            <p className="mt-1 text-sm text-soft">
              {invitedByName} invites you as {role}.
            </p>
            <SubmitForm
              action={joinAsInvitedAction}
              values={{ invitationId: id }}
              submitLabel="Accept the invitation"
              className="mt-3"
            />
          </li>
        ))}
      </ul>
      <p className="mt-6 text-sm">
        <Link href="/login" className="link">
          Sign in with another account
        </Link>
      </p>
    </>
  );
}
