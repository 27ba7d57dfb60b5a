import { addressScope } from "@/server/auth/address-scope";
import type { OwnSession } from "@/server/auth/own-sessions";
import { ActionForm } from "../../../_ui/action-form";
import { Badge } from "../../../_ui/badge";
import { Time } from "../../../_ui/time";
import { endOtherSessionsAction, endSessionAction } from "./actions";

/** Where one is signed in, each with a button to end it. */
export function SessionList({ sessions }: { sessions: OwnSession[] }) {
  return (
    <>
      <ul className="divide-y divide-rule border-y border-rule">
        {sessions.map((session) => (
          <SessionEntry key={session.id} session={session} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <div className="mt-5">
          <ActionForm action={endOtherSessionsAction} variant="danger" label="End all other sessions" />
        </div>
      )}
    </>
  );
}

function SessionEntry({ session }: { session: OwnSession }) {
  const { id, device, organisation, address, startedAt, lastSeenAt, isCurrent } = session;
  const place = addressScope(address);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-4">
      <div className="min-w-0 text-sm">
        <h3 className="flex flex-wrap items-baseline gap-x-3 font-sans text-base font-medium">
          {device} {isCurrent && <Badge tone="accent">This one</Badge>}
        </h3>
        <p className="mt-1 break-words text-soft">
          {organisation}
          {address && `, from ${place ? `${place} (${address})` : address}`}
        </p>
        <p className="mt-1 flex flex-wrap gap-x-4 text-xs text-soft">
          <span>
            Since <Time value={startedAt} as="moment" />
          </span>
          <span>
            Last used <Time value={lastSeenAt} as="relative" />
          </span>
        </p>
      </div>
      {!isCurrent && (
        <ActionForm
          action={endSessionAction}
          values={{ id }}
          label="End"
          accessibleLabel={`End the session of ${device}`}
        />
      )}
    </li>
  );
}
