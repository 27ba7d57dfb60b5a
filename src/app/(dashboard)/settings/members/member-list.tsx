import type { KeysOfMember } from "@/server/members/departed-keys";
import type { Member } from "@/server/members/service";
import { ActionForm } from "../../../_ui/action-form";
import { Badge } from "../../../_ui/badge";
import { ConfirmDialog } from "../../../_ui/confirm-dialog";
import { Time } from "../../../_ui/time";
import { reactivateMemberAction, removeMemberAction, suspendMemberAction } from "./actions";
import { DepartingKeys, TakeKeysOver } from "./departing-keys";
import { RoleForm } from "./role-form";

interface MemberListProps {
  members: Member[];
  ownId: string;
  keys: Map<string, KeysOfMember>;
}

export function MemberList({ members, ownId, keys }: MemberListProps) {
  return (
    <ul className="divide-y divide-rule border-b border-rule">
      {members.map((member) => (
        <MemberEntry
          key={member.userId}
          member={member}
          isSelf={member.userId === ownId}
          keys={keys.get(member.userId)}
        />
      ))}
    </ul>
  );
}

interface MemberEntryProps {
  member: Member;
  isSelf: boolean;
  keys: KeysOfMember | undefined;
}

function MemberEntry({ member, isSelf, keys }: MemberEntryProps) {
  const { userId, name, email, role, status, createdAt } = member;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 py-4">
      <div className="min-w-0 flex-1 basis-56 text-sm">
        <h3 className="flex flex-wrap items-baseline gap-x-3 font-sans text-base font-medium">
          <bdi>{name}</bdi>
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
        {!isSelf && <Standing member={member} keys={keys} />}
      </div>
    </li>
  );
}

/** What can be undone happens at once; what ends keys asks first. */
function Standing({ member, keys }: Omit<MemberEntryProps, "isSelf">) {
  const { userId, name, status } = member;
  const fields = keys && keys.secret.length > 0 ? <TakeKeysOver /> : undefined;
  const about = keys && <DepartingKeys keys={keys} />;
  const shared = { values: { userId }, fields };
  return (
    <>
      {status === "suspended" && (
        <ActionForm
          action={reactivateMemberAction}
          values={{ userId }}
          label="Reactivate"
          accessibleLabel={`Reactivate ${name}`}
        />
      )}
      {status === "active" && !keys && (
        <ActionForm
          action={suspendMemberAction}
          values={{ userId }}
          label="Suspend"
          accessibleLabel={`Suspend ${name}`}
        />
      )}
      {status === "active" && keys && (
        <ConfirmDialog
          {...shared}
          action={suspendMemberAction}
          trigger={{ label: "Suspend", accessibleLabel: `Suspend ${name}`, variant: "plain" }}
          title={`Suspend ${name}?`}
          confirmLabel="Suspend"
          cancelLabel="Cancel"
          focusAfter="members"
        >
          They lose access at once, until you reactivate them. {about}
        </ConfirmDialog>
      )}
      <ConfirmDialog
        {...shared}
        action={removeMemberAction}
        trigger={{ label: "Remove", accessibleLabel: `Remove ${name}` }}
        title={`Remove ${name}?`}
        confirmLabel="Remove"
        focusAfter="members"
      >
        They lose access at once. What they wrote stays, in their name. {about}
      </ConfirmDialog>
    </>
  );
}
