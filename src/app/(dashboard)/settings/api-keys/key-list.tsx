import type { ApiKey } from "@/server/api-keys/service";
import { Badge, type Tone } from "../../../_ui/badge";
import { ConfirmDialog } from "../../../_ui/confirm-dialog";
import { Time } from "../../../_ui/time";
import { revokeApiKeyAction } from "./actions";
import { RotateKey } from "./rotate-key";

const states: Record<KeyState, { tone: Tone; label: string }> = {
  active: { tone: "accent", label: "Active" },
  expired: { tone: "faint", label: "Expired" },
  revoked: { tone: "danger", label: "Revoked" },
};

type KeyState = "active" | "expired" | "revoked";

function stateOf({ revokedAt, expiresAt }: ApiKey): KeyState {
  if (revokedAt) return "revoked";
  return expiresAt && expiresAt.getTime() <= Date.now() ? "expired" : "active";
}

/** The organisation's keys, those that ended too. Of the key itself only the last characters are known. */
export function KeyList({ keys }: { keys: ApiKey[] }) {
  return (
    <ul className="divide-y divide-rule border-b border-rule">
      {keys.map((key) => (
        <KeyEntry key={key.id} apiKey={key} />
      ))}
    </ul>
  );
}

function KeyEntry({ apiKey }: { apiKey: ApiKey }) {
  const { id, name, kind, role, hint, createdAt, createdByName, replacedBy } = apiKey;
  const state = stateOf(apiKey);
  const { tone, label } = states[state];
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4">
      <div className="min-w-0 flex-1 basis-64 text-sm">
        <h3 className="flex flex-wrap items-baseline gap-x-3 font-sans text-base font-medium">
          {name} <Badge tone={tone}>{label}</Badge>
        </h3>
        <p className="mt-1 text-soft">
          {kind === "secret" ? `Secret, ${role}` : "Publishable"}{" "}
          <code className="font-mono text-ink">
            <span aria-hidden="true">…</span>
            <span className="sr-only">ending in </span>
            {hint}
          </code>
        </p>
        <p className="mt-1 flex flex-wrap gap-x-4 text-xs text-soft">
          <span>
            Made by {createdByName}, <Time value={createdAt} as="day" />
          </span>
          <KeyDates apiKey={apiKey} />
        </p>
        {state !== "revoked" && (
          <RotateKey id={id} name={name} isReplaceable={state === "active" && !replacedBy} />
        )}
      </div>
      {state !== "revoked" && (
        <ConfirmDialog
          action={revokeApiKeyAction}
          values={{ id }}
          trigger={{ label: "Revoke", accessibleLabel: `Revoke ${name}` }}
          title={`Revoke “${name}”?`}
          confirmLabel="Revoke it"
          focusAfter="keys"
        >
          Whatever uses this key stops working at once. A revoked key can’t be brought back; make a new one
          instead.
        </ConfirmDialog>
      )}
    </li>
  );
}

function KeyDates({ apiKey }: { apiKey: ApiKey }) {
  const { lastUsedAt, expiresAt, revokedAt, rateLimitPerMinute, replacedBy } = apiKey;
  return (
    <>
      {rateLimitPerMinute !== null && <span>{rateLimitPerMinute} requests a minute</span>}
      {replacedBy && <span>Replaced by a new key</span>}
      <span>
        {lastUsedAt ? (
          <>
            Used <Time value={lastUsedAt} as="relative" />
          </>
        ) : (
          "Never used"
        )}
      </span>
      {revokedAt ? (
        <span>
          Revoked <Time value={revokedAt} as="day" />
        </span>
      ) : (
        <span>
          {expiresAt ? (
            <>
              Ends <Time value={expiresAt} as="day" />
            </>
          ) : (
            "No end"
          )}
        </span>
      )}
    </>
  );
}
