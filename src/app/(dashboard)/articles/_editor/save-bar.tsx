import type { Article } from "@/server/articles/read";
import { Button } from "../../../_ui/button";
import { StatusBadge } from "../../../_ui/status-badge";

interface SaveBarProps {
  /** Null: not saved even once. */
  status: Article["status"] | null;
  message: string;
  isDirty: boolean;
  isHydrated: boolean;
  pending: boolean;
}

/** Stays in sight while the text scrolls: in which state the article is, and the buttons that save it. */
export function SaveBar({ status, message, isDirty, isHydrated, pending }: SaveBarProps) {
  // Without script nobody knows whether something was typed, so the button must be there.
  const mayNeedSaving = isDirty || !isHydrated;
  return (
    <div className="sticky top-0 z-10 -mx-5 mb-6 flex min-h-15 flex-wrap items-center gap-x-4 gap-y-2 border-b border-rule bg-paper px-5 py-2 sm:mx-0 sm:px-0">
      <div className="flex min-w-0 flex-1 flex-col gap-x-4 sm:flex-row sm:items-center">
        {status && <StatusBadge status={status} />}
        <p role="status" className="min-h-4 text-xs whitespace-nowrap text-soft sm:text-sm">
          {message}
        </p>
      </div>
      <div className="flex items-center gap-2">
        {status && (
          <a href="#schedule" className="me-2 quiet-link text-sm text-soft">
            Schedule
          </a>
        )}
        <Button
          type="submit"
          name="intent"
          value="save"
          variant={status === "published" ? "primary" : "plain"}
          disabled={!mayNeedSaving}
          pending={pending}
          title="Ctrl+S or ⌘S"
        >
          {status === null || status === "draft" ? "Save draft" : "Save"}
        </Button>
        {status !== "published" && (
          <Button type="submit" name="intent" value="publish" variant="primary" pending={pending}>
            Publish
          </Button>
        )}
      </div>
    </div>
  );
}
