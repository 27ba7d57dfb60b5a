import type { Invitation } from "@/server/members/invitations";
import { ActionForm } from "../../../_ui/action-form";
import { Badge } from "../../../_ui/badge";
import { Time } from "../../../_ui/time";
import { cancelInvitationAction, resendInvitationAction } from "./actions";

export function InvitationList({ invitations }: { invitations: Invitation[] }) {
  return (
    <ul className="divide-y divide-rule border-b border-rule">
      {invitations.map((invitation) => (
        <InvitationEntry key={invitation.id} invitation={invitation} />
      ))}
    </ul>
  );
}

function InvitationEntry({ invitation }: { invitation: Invitation }) {
  const { id, email, role, invitedByName, createdAt, expiresAt } = invitation;
  const isExpired = expiresAt.getTime() <= Date.now();
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 py-4">
      <div className="min-w-0 flex-1 basis-56 text-sm">
        <h3 className="flex flex-wrap items-baseline gap-x-3 font-sans text-base font-medium break-all">
          {email} {isExpired && <Badge tone="faint">Expired</Badge>}
        </h3>
        <p className="mt-1 text-soft">Invited as {role}</p>
        <p className="mt-1 text-xs text-soft">
          By {invitedByName}, <Time value={createdAt} as="relative" />
        </p>
      </div>
      <div className="flex flex-wrap items-start gap-2">
        <ActionForm
          action={resendInvitationAction}
          values={{ id }}
          label="Send again"
          accessibleLabel={`Send again to ${email}`}
          done="Sent."
        />
        <ActionForm
          action={cancelInvitationAction}
          values={{ id }}
          variant="danger"
          label="Cancel"
          accessibleLabel={`Cancel the invitation of ${email}`}
        />
      </div>
    </li>
  );
}
