import { can } from "@/server/auth/permissions";
import type { SignedIn } from "@/server/auth/resolve-session";
import { listMemberships } from "@/server/auth/sign-in";
import { Wordmark } from "../../_ui/wordmark";
import { Navigation } from "./navigation";
import { navigationEntries } from "./navigation-entries";
import { OrganisationMenu } from "./organisation-menu";
import { UserMenu } from "./user-menu";

export async function Header({ signedIn: { context, identity } }: { signedIn: SignedIn }) {
  const memberships = await listMemberships(identity.userId);
  return (
    <header className="mx-auto w-full max-w-6xl px-5 sm:px-8">
      <div className="flex items-center gap-4 pt-4 pb-2">
        <div className="hidden border-e border-rule pe-4 text-soft sm:block">
          <Wordmark href="/dashboard" />
        </div>
        <div className="flex min-w-0 flex-1">
          <OrganisationMenu
            // Another organisation is another menu: one that was left open is closed by the switch.
            key={context.tenantId}
            currentId={context.tenantId}
            memberships={memberships.map(({ tenantId, tenantName, role }) => ({
              tenantId,
              tenantName,
              role,
            }))}
          />
        </div>
        <UserMenu name={identity.userName} email={identity.userEmail} role={identity.role} />
      </div>
      <div className="double-rule border-t border-t-rule">
        <Navigation
          slug={context.tenantSlug}
          entries={navigationEntries.filter(({ permission }) => can(context.role, permission))}
        />
      </div>
    </header>
  );
}
