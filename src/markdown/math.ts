import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";

/** What only a formula has between single signs, and Markdown would make something of; `$5 and $6` is none. */
const formula = /(?<!\\)(?:\\[a-z]|_|\^\{)/i;
const inlineMax = 1_000;

/** Formulas in TeX are shown as they were written: nothing in them is taken for Markdown. */
export function math(md: MarkdownIt): void {
  md.block.ruler.before("fence", "math_block", mathBlock, {
    alt: ["paragraph", "reference", "blockquote", "list"],
  });
  md.inline.ruler.before("escape", "math", mathInline);
}

function mathBlock(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (state.sCount[startLine] !== undefined && state.sCount[startLine] - state.blkIndent >= 4) return false;
  if (!lineOf(state, startLine).startsWith("$$")) return false;
  // A line that ends a formula too is left to the paragraph, in which more may stand.
  const first = lineOf(state, startLine).trimEnd();
  if (first !== "$$") return false;
  const last = closingLine(state, startLine + 1, endLine);
  if (last < 0) return false;
  if (silent) return true;
  const content = state.getLines(startLine, last + 1, state.blkIndent, false).trim();
  state.line = last + 1;
  state.push("paragraph_open", "p", 1).map = [startLine, last + 1];
  const inline = state.push("inline", "", 0);
  inline.content = content;
  inline.children = [];
  state.push("paragraph_close", "p", -1);
  return true;
}

/** A formula has no empty line, so each line is looked at once for each paragraph. */
function closingLine(state: StateBlock, from: number, endLine: number): number {
  for (let line = from; line < endLine && !state.isEmpty(line); line++)
    if (lineOf(state, line).trimEnd().endsWith("$$")) return line;
  return -1;
}

function lineOf(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
}

function mathInline(state: StateInline, silent: boolean): boolean {
  if (state.src.charCodeAt(state.pos) !== 0x24) return false;
  const end = state.src.startsWith("$$", state.pos) ? endOfDisplay(state) : endOfInline(state);
  if (end < 0) return false;
  if (!silent) {
    const token = state.push("text", "", 0);
    token.content = state.src.slice(state.pos, end);
  }
  state.pos = end;
  return true;
}

function endOfDisplay({ src, pos, posMax }: StateInline): number {
  const close = src.slice(pos + 2, Math.min(posMax, pos + 10 * inlineMax)).indexOf("$$");
  return close > 0 ? pos + 2 + close + 2 : -1;
}

/** As pandoc has it: no blank within the signs, no digit after the last one. */
function endOfInline({ src, pos, posMax }: StateInline): number {
  const rest = src.slice(pos + 1, Math.min(posMax, pos + inlineMax));
  const close = rest.indexOf("$");
  const inner = rest.slice(0, Math.max(close, 0));
  if (!inner || inner !== inner.trim() || !formula.test(inner)) return -1;
  return /^\d/.test(rest.slice(close + 1, close + 2)) ? -1 : pos + 1 + close + 1;
}
