import type { KeysOfMember } from "@/server/members/departed-keys";

/** What becomes of a member's API keys, by name; part of the confirmation that they go. */
export function DepartingKeys({ keys: { publishable, secret } }: { keys: KeysOfMember }) {
  return (
    <>
      {publishable.length > 0 && (
        <span className="mt-2 block break-words">
          You take over their publishable keys, which work on: {publishable.join(", ")}.
        </span>
      )}
      {secret.length > 0 && (
        <span className="mt-2 block break-words">
          Their secret keys end, unless you take them over: {secret.join(", ")}.
        </span>
      )}
    </>
  );
}

export function TakeKeysOver() {
  return (
    <label className="flex items-center gap-2 text-sm">
      <input type="checkbox" name="keys" value="transfer" />
      Hand their secret keys over to me
    </label>
  );
}
