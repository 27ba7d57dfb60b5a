import { structuredPatch } from "diff";
import type { RevisionDiff } from "./revision-representation";

/** The text of a revision, as far as it is compared. */
export interface ComparedText {
  title: string;
  slug: string;
  content?: string;
  tags: { slug: string; name: string }[];
}

/** Unchanged lines that are shown around a change. */
const contextLines = 3;
/**
 * Finding the shortest way from one text to another takes time and memory by the square of its length. Up to this many
 * lines that differ it is searched for, some 100 ms at worst; beyond, the differing middle is given as one piece.
 */
const editsMax = 1_000;
/** Only a net below that, for texts that are slow to compare line by line. */
const timeoutMs = 1_000;

const nothing: ComparedText = { title: "", slug: "", content: "", tags: [] };

/** What differs between two texts, by field; a field that doesn't differ is null. Without `before` all is new. */
export function diffTexts(before: ComparedText | undefined, after: ComparedText): RevisionDiff["fields"] {
  const from = before ?? nothing;
  const slugsBefore = new Set(from.tags.map((tag) => tag.slug));
  const slugsAfter = new Set(after.tags.map((tag) => tag.slug));
  const added = after.tags.filter((tag) => !slugsBefore.has(tag.slug));
  const removed = from.tags.filter((tag) => !slugsAfter.has(tag.slug));
  return {
    title: from.title === after.title ? null : { before: from.title, after: after.title },
    slug: from.slug === after.slug ? null : { before: from.slug, after: after.slug },
    tags: added.length + removed.length === 0 ? null : { added, removed },
    content: diffContent(from.content ?? "", after.content ?? ""),
  };
}

type ContentDiff = NonNullable<RevisionDiff["fields"]["content"]>;
type Hunk = ContentDiff["hunks"][number];

/** Null if they are the same, byte for byte. */
export function diffContent(before: string, after: string): ContentDiff | null {
  if (before === after) return null;
  const patch = structuredPatch("", "", before, after, "", "", {
    context: contextLines,
    maxEditLength: editsMax,
    timeout: timeoutMs,
  });
  const hunks = patch
    ? patch.hunks.map(({ oldStart, oldLines, newStart, newLines, lines }) => ({
        beforeStart: oldStart,
        beforeLines: oldLines,
        afterStart: newStart,
        afterLines: newLines,
        lines,
      }))
    : [wholeMiddle(linesOf(before), linesOf(after))];
  const exact = patch !== undefined || hunks.some((hunk) => hunk.beforeLines === 0 || hunk.afterLines === 0);
  const count = (sign: string) =>
    hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.startsWith(sign)).length, 0);
  return { linesAdded: count("+"), linesRemoved: count("-"), exact, hunks };
}

/** All that lies between the lines that both have at the beginning and at the end, as removed and as added. */
function wholeMiddle(before: string[], after: string[]): Hunk {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const removed = before.slice(start, before.length - end);
  const added = after.slice(start, after.length - end);
  return {
    // As in a unified diff: of no lines, the one before.
    beforeStart: removed.length > 0 ? start + 1 : start,
    beforeLines: removed.length,
    afterStart: added.length > 0 ? start + 1 : start,
    afterLines: added.length,
    lines: [...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`)],
  };
}

function linesOf(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
