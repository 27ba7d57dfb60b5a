import type { RevisionSummary } from "@/server/articles/revision-response-schema";
import { classNames } from "../../../../_lib/class-names";
import { Badge } from "../../../../_ui/badge";
import { Link } from "../../../../_ui/link";
import { Time } from "../../../../_ui/time";
import { type HistoryParams, historyHref } from "./history-params";

interface RevisionListProps {
  articleId: string;
  revisions: RevisionSummary[];
  /** The id of the one that is looked at. */
  selected: string;
  params: HistoryParams;
}

const fieldNames: Record<RevisionSummary["changed"][number], string> = {
  title: "title",
  slug: "address",
  content: "text",
  tags: "tags",
};

/** Newest first. Each leads to what it changed. */
export function RevisionList({ articleId, revisions, selected, params }: RevisionListProps) {
  return (
    <nav aria-label="Revisions">
      <ol className="border-t border-rule">
        {revisions.map((revision) => {
          const isSelected = revision.id === selected;
          return (
            <li key={revision.id} className="border-b border-rule">
              <Link
                href={historyHref(articleId, { ...params, revision: revision.id })}
                scroll={false}
                aria-current={isSelected ? "true" : undefined}
                className={classNames(
                  "block border-s-2 px-3 py-3 text-sm hover:bg-wash",
                  isSelected ? "border-accent bg-accent-wash" : "border-transparent",
                )}
              >
                <span className="flex items-baseline justify-between gap-3">
                  <span className="font-medium">Revision {revision.number}</span>
                  {revision.current && <Badge tone="accent">Current</Badge>}
                </span>
                <span className="mt-0.5 block text-soft">
                  {revision.savedBy.name}, <Time value={revision.savedAt} as="relative" />
                </span>
                <span className="mt-0.5 block text-soft">{whatHappened(revision)}</span>
              </Link>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function whatHappened({ number, changed, autosave, restoredFrom }: RevisionSummary): string {
  if (restoredFrom !== null) return `Brought revision ${restoredFrom} back`;
  if (number === 1) return "First text kept";
  const fields = changed.map((field) => fieldNames[field]).join(", ");
  const what = fields ? `Changed: ${fields}` : "Saved without a change";
  return autosave ? `${what} (saved by itself)` : what;
}
