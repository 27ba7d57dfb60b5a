import type { Metadata } from "next";
import { can } from "@/server/auth/permissions";
import { keysByMember } from "@/server/members/departed-keys";
import { listInvitations } from "@/server/members/invitations";
import { listMembers } from "@/server/members/service";
import { requireAuth } from "@/server/pages/page-session";
import { NotAllowed } from "../../../_ui/not-allowed";
import { PageTitle } from "../../../_ui/page-title";
import { SettingsTabs } from "../settings-tabs";
import { InvitationList } from "./invitation-list";
import { InviteForm } from "./invite-form";
import { MemberList } from "./member-list";

export const metadata: Metadata = { title: "Members" };

export default async function MembersPage() {
  const { context, identity } = await requireAuth("/settings/members");
  if (!can(context.role, "admin")) {
    return <NotAllowed role={context.role}>Only admins say who belongs to the organisation.</NotAllowed>;
  }
  const [{ items: members }, { items: invitations }, keys] = await Promise.all([
    listMembers(context, { limit: 1_000, offset: 0 }),
    listInvitations(context, { limit: 500, offset: 0 }),
    keysByMember(context),
  ]);
  members.sort((a, b) => a.name.localeCompare(b.name, "en"));
  return (
    <>
      <SettingsTabs group="organisation" current="/settings/members" />
      <PageTitle
        title="Members"
        intro="Who works in your organisation, and what they may do. A change of role counts at once, and signs that member out."
      />
      <div className="grid gap-x-16 gap-y-12 lg:grid-cols-[1fr_20rem]">
        <div className="min-w-0 space-y-12 lg:order-1">
          <section aria-labelledby="members">
            <h2 id="members" tabIndex={-1} className="border-b border-ink pb-2 text-xl font-semibold">
              Members
            </h2>
            <MemberList members={members} ownId={identity.userId} keys={keys} />
          </section>
          <section aria-labelledby="invitations">
            <h2 id="invitations" className="border-b border-ink pb-2 text-xl font-semibold">
              Invitations
            </h2>
            {invitations.length > 0 ? (
              <InvitationList invitations={invitations} />
            ) : (
              <p className="py-4 text-sm text-soft">Nobody is invited at the moment.</p>
            )}
          </section>
        </div>
        <section aria-labelledby="invite" className="max-lg:order-first lg:order-2">
          <h2 id="invite" className="border-b border-ink pb-2 text-xl font-semibold">
            Invite somebody
          </h2>
          <InviteForm />
        </section>
      </div>
    </>
  );
}
