import type { RevisionDiff } from "@/server/articles/revision-response-schema";
import { classNames } from "../../../../_lib/class-names";

type Content = NonNullable<RevisionDiff["fields"]["content"]>;
type Hunk = Content["hunks"][number];

/** A page with more lines than that would be slow, and nobody would read it. */
const linesMax = 600;

const looks: Record<string, { className: string; word: string }> = {
  "+": { className: "border-accent bg-accent-wash", word: "Added: " },
  "-": { className: "border-danger bg-danger-wash", word: "Removed: " },
  " ": { className: "border-transparent text-soft", word: "" },
};

/** The lines that came and went, each with its sign, for those who don't see the colours. */
export function ContentDiff({ content: { hunks, linesAdded, linesRemoved, exact } }: { content: Content }) {
  const { shown, left } = upTo(linesMax, hunks);
  return (
    <>
      <p className="mb-3 text-sm text-soft">
        {countOf(linesAdded)} added, {countOf(linesRemoved)} removed.
        {!exact && " So much differs that it is shown as a whole."}
      </p>
      <div className="space-y-4 font-mono text-sm">
        {shown.map((hunk) => (
          <div key={hunk.afterStart}>
            <p className="mb-1 font-sans text-xs text-soft">Line {Math.max(hunk.afterStart, 1)}</p>
            {hunk.lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a hunk have no other identity and never move.
              <Line key={index} line={line} />
            ))}
          </div>
        ))}
      </div>
      {left > 0 && <p className="mt-4 text-sm text-soft">{countOf(left)} more are not shown here.</p>}
    </>
  );
}

function Line({ line }: { line: string }) {
  const look = looks[line[0] ?? " "];
  // What is left is the diff's own remark that a text ends without a line break.
  if (!look) return null;
  return (
    <div className={classNames("flex gap-2 border-s-2 px-2", look.className)}>
      <span aria-hidden="true" className="w-3 shrink-0 select-none">
        {line[0]}
      </span>
      <span className="min-w-0 whitespace-pre-wrap wrap-anywhere">
        {look.word && <span className="sr-only">{look.word}</span>}
        {line.slice(1)}
      </span>
    </div>
  );
}

function upTo(max: number, hunks: Hunk[]): { shown: Hunk[]; left: number } {
  const shown: Hunk[] = [];
  let room = max;
  let left = 0;
  for (const hunk of hunks) {
    const lines = hunk.lines.slice(0, room);
    room -= lines.length;
    left += hunk.lines.length - lines.length;
    if (lines.length > 0) shown.push({ ...hunk, lines });
  }
  return { shown, left };
}

function countOf(lines: number): string {
  return lines === 1 ? "1 line" : `${lines.toLocaleString("en-GB")} lines`;
}
