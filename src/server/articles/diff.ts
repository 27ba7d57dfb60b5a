import { structuredPatch } from "diff";
import type { RevisionDiff } from "./revision-response-schema";

/** Unchanged lines that are shown around a change. */
const contextLines = 3;
/**
 * Finding the shortest way from one text to another takes time and memory by the square of its length. Up to this many
 * lines that differ it is searched for, some 100 ms at worst; beyond, the differing middle is given as one piece.
 */
const editsMax = 1_000;
/** Only a net below that, for texts that are slow to compare line by line. */
const timeoutMs = 1_000;

export type ContentDiff = NonNullable<RevisionDiff["fields"]["content"]>;
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
  return counted(hunks, patch !== undefined);
}

/** What differs as one piece, for texts that are too much to be compared any closer. Null if they are the same. */
export function coarseDiff(before: string, after: string): ContentDiff | null {
  return before === after ? null : counted([wholeMiddle(linesOf(before), linesOf(after))], false);
}

function counted(hunks: Hunk[], isShortest: boolean): ContentDiff {
  const exact = isShortest || hunks.some((hunk) => hunk.beforeLines === 0 || hunk.afterLines === 0);
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
