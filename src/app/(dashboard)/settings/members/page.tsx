import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { can } from "@/server/auth/permissions";
import { keysByMember } from "@/server/members/departed-keys";
import { listInvitations } from "@/server/members/invitations";
import { listMembers } from "@/server/members/service";
import { requireAuth } from "@/server/pages/page-session";
import { hrefWith, pageCount, pageMaxOf, pageOf, type SearchParams } from "../../../_lib/search-params";
import { NotAllowed } from "../../../_ui/not-allowed";
import { PageTitle } from "../../../_ui/page-title";
import { Pager } from "../../../_ui/pager";
import { SettingsTabs } from "../settings-tabs";
import { InvitationList } from "./invitation-list";
import { InviteForm } from "./invite-form";
import { MemberList } from "./member-list";

export const metadata: Metadata = { title: "Members" };

const pageSize = 100;

/** The two lists are paged apart. */
interface Pages {
  members: number;
  invitations: number;
}

function pagesIn(given: SearchParams): Pages {
  const numberIn = (name: string) => pageOf(given[name], pageMaxOf(pageSize));
  return { members: numberIn("page"), invitations: numberIn("invitations") };
}

function hrefOf({ members, invitations }: Pages): string {
  const [page, ofInvitations] = [members, invitations].map((number) => (number === 1 ? undefined : number));
  return hrefWith("/settings/members", { page, invitations: ofInvitations });
}

const reading = (page: number) => ({ limit: pageSize, offset: (page - 1) * pageSize });

export default async function MembersPage({ searchParams }: PageProps<"/settings/members">) {
  const pages = pagesIn(await searchParams);
  const { context, identity } = await requireAuth(hrefOf(pages));
  if (!can(context.role, "admin")) {
    return <NotAllowed role={context.role}>Only admins say who belongs to the organisation.</NotAllowed>;
  }
  const [{ items: members, total }, { items: invitations, total: invited }, keys] = await Promise.all([
    listMembers(context, reading(pages.members)),
    listInvitations(context, reading(pages.invitations)),
    keysByMember(context),
  ]);
  if (members.length === 0 && pages.members > 1) redirect(hrefOf({ ...pages, members: 1 }));
  if (invitations.length === 0 && pages.invitations > 1) redirect(hrefOf({ ...pages, invitations: 1 }));
  // Names of a part of them would begin anew on each page.
  if (total <= pageSize) members.sort((a, b) => a.name.localeCompare(b.name, "en"));
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
            <Pager
              page={pages.members}
              pages={pageCount(total, pageSize)}
              hrefOf={(page) => hrefOf({ ...pages, members: page })}
            />
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
            <Pager
              page={pages.invitations}
              pages={pageCount(invited, pageSize)}
              hrefOf={(page) => hrefOf({ ...pages, invitations: page })}
              words={{ pages: "Pages of invitations" }}
            />
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
