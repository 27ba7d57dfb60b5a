import type { Member } from "@/server/members/service";
import { ActionForm } from "../../../_ui/action-form";
import { Badge } from "../../../_ui/badge";
import { ConfirmDialog } from "../../../_ui/confirm-dialog";
import { Time } from "../../../_ui/time";
import { reactivateMemberAction, removeMemberAction, suspendMemberAction } from "./actions";
import { RoleForm } from "./role-form";

export function MemberList({ members, ownId }: { members: Member[]; ownId: string }) {
  return (
    <ul className="divide-y divide-rule border-b border-rule">
      {members.map((member) => (
        <MemberEntry key={member.userId} member={member} isSelf={member.userId === ownId} />
      ))}
    </ul>
  );
}

function MemberEntry({ member, isSelf }: { member: Member; isSelf: boolean }) {
  const { userId, name, email, role, status, createdAt } = member;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 py-4">
      <div className="min-w-0 flex-1 basis-56 text-sm">
        <h3 className="flex flex-wrap items-baseline gap-x-3 font-sans text-base font-medium">
          {name}
          {isSelf && <span className="text-sm font-normal text-soft">you</span>}
          {status === "suspended" && <Badge tone="danger">Suspended</Badge>}
        </h3>
        <p className="mt-1 break-all text-soft">{email}</p>
        <p className="mt-1 text-xs text-soft">
          Since <Time value={createdAt} as="day" />
        </p>
      </div>
      <div className="flex flex-wrap items-start gap-2">
        <RoleForm userId={userId} name={name} role={role} />
        {!isSelf && <Standing member={member} />}
      </div>
    </li>
  );
}

/** Suspending can be undone and happens at once; removing asks first. */
function Standing({ member: { userId, name, status } }: { member: Member }) {
  return (
    <>
      {status === "suspended" ? (
        <ActionForm
          action={reactivateMemberAction}
          values={{ userId }}
          label="Reactivate"
          accessibleLabel={`Reactivate ${name}`}
        />
      ) : (
        <ActionForm
          action={suspendMemberAction}
          values={{ userId }}
          label="Suspend"
          accessibleLabel={`Suspend ${name}`}
        />
      )}
      <ConfirmDialog
        action={removeMemberAction}
        values={{ userId }}
        trigger={{ label: "Remove", accessibleLabel: `Remove ${name}` }}
        title={`Remove ${name}?`}
        confirmLabel="Remove"
        focusAfter="members"
      >
        They lose access at once, and so do their API keys. What they wrote stays, in their name.
      </ConfirmDialog>
    </>
  );
}
