import { Button } from "../../../_ui/button";
import { Time } from "../../../_ui/time";
import type { KeptCopy } from "./unsaved-copies";

interface UnsavedCopyNoticeProps {
  copies: KeptCopy[];
  /** Something is being typed right now. */
  isDirty: boolean;
  onTake: (copy: KeptCopy) => void;
  onDiscard: (copy: KeptCopy) => void;
}

/** What earlier visits left unsaved, each to be taken over or thrown away. */
export function UnsavedCopyNotice({ copies, isDirty, onTake, onDiscard }: UnsavedCopyNoticeProps) {
  if (copies.length === 0) return null;
  return (
    <div role="status" className="mb-6 border-s-2 border-accent bg-accent-wash px-4 py-3 text-sm">
      <p>
        You typed something here earlier that was not saved.
        {isDirty && " What you are typing now is kept beside it."}
      </p>
      <ul className="divide-y divide-rule">
        {copies.map((copy) => (
          <li key={copy.key} className="py-3 last:pb-0">
            <p className="line-clamp-2 wrap-anywhere text-soft">
              <Time value={new Date(copy.keptAt)} as="relative" />: {beginningOf(copy)}
            </p>
            <div className="mt-2 flex flex-wrap gap-3">
              <Button onClick={() => onTake(copy)}>Bring it back</Button>
              <Button onClick={() => onDiscard(copy)}>Throw it away</Button>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

function beginningOf({ draft: { title, content } }: KeptCopy): string {
  return [title.trim(), content.trim()].filter(Boolean).join(" – ").slice(0, 200) || "no words";
}
