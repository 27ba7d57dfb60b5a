import MarkdownIt from "markdown-it";

const blocks = new MarkdownIt("default", { html: true }).set({ maxNesting: 100 });
blocks.core.ruler.enableOnly(["normalize", "block"]);

/**
 * The text with blanks where code is, in blocks and between backticks: the same length, so that what is found in it is at
 * the same place in the text.
 */
export function withoutCode(text: string): string {
  const starts = lineStarts(text);
  const at = (line: number) => starts[line] ?? text.length;
  const ranges: [number, number][] = [];
  for (const { type, map } of blocks.parse(text, {})) {
    if (!map) continue;
    const [from, to] = [at(map[0]), at(map[1])];
    if (type === "fence" || type === "code_block") ranges.push([from, to]);
    if (type === "inline") ranges.push(...spans(text, from, to));
  }
  return blanked(text, ranges);
}

/** Where each line begins, as Markdown counts lines. */
export function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(({ index, 0: end }) => index + end.length)];
}

/** Code between runs of as many backticks, from `from` to `to`. */
function spans(text: string, from: number, to: number): [number, number][] {
  const runs = [...text.slice(from, to).matchAll(/\\`|`+/g)].filter(([run]) => !run.startsWith("\\"));
  const next = new Map<number, number>();
  const partners: (number | undefined)[] = [];
  for (let index = runs.length - 1; index >= 0; index -= 1) {
    const length = runs[index]?.[0].length ?? 0;
    partners[index] = next.get(length);
    next.set(length, index);
  }
  const found: [number, number][] = [];
  for (let index = 0; index < runs.length; index += 1) {
    const partner = partners[index];
    const [first, last] = [runs[index], partner === undefined ? undefined : runs[partner]];
    if (!first || !last || partner === undefined) continue;
    found.push([from + first.index, from + last.index + last[0].length]);
    index = partner;
  }
  return found;
}

function blanked(text: string, ranges: [number, number][]): string {
  const parts: string[] = [];
  let done = 0;
  for (const [from, to] of ranges.sort((a, b) => a[0] - b[0])) {
    if (to <= done) continue;
    parts.push(
      text.slice(done, Math.max(from, done)),
      text.slice(Math.max(from, done), to).replace(/[^\r\n]/g, " "),
    );
    done = to;
  }
  return parts.join("") + text.slice(done);
}

/** Replaces pieces of a text, given by where they are. */
export function spliced(text: string, pieces: { from: number; to: number; by: string }[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { from, to, by } of [...pieces].sort((a, b) => a.from - b.from)) {
    if (from < done) continue;
    parts.push(text.slice(done, from), by);
    done = to;
  }
  return parts.join("") + text.slice(done);
}
