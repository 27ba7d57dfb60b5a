import { Button } from "../../../_ui/button";

interface UnsavedCopyNoticeProps {
  onTake: () => void;
  onDiscard: () => void;
}

export function UnsavedCopyNotice({ onTake, onDiscard }: UnsavedCopyNoticeProps) {
  return (
    <div role="status" className="mb-6 border-s-2 border-accent bg-accent-wash px-4 py-3 text-sm">
      <p>You typed something here earlier that was not saved.</p>
      <div className="mt-3 flex flex-wrap gap-3">
        <Button onClick={onTake}>Bring it back</Button>
        <Button onClick={onDiscard}>Throw it away</Button>
      </div>
    </div>
  );
}
