import type { Env, MarkdownIt, StateBlock } from "markdown-it";

/**
 * What rendering may cost at most. Parsing takes time and memory by the number of its tokens, some 200 bytes each, and
 * what comes out may be many times what went in (a table fills up its rows, a footnote links back to each reference).
 */
export const limits = {
  /** Characters of Markdown. */
  input: 1_500_000,
  /** Tokens of the parser. */
  tokens: 400_000,
  /** What HTML weighs in a page, see `weightOf`. A page of it is made in some tenths of a second. */
  output: 3_000_000,
  /** Containers (quotes, lists, items, notes) within each other; what is deeper is text. */
  depth: 32,
  /** Tags of raw HTML within each other; what is deeper is text. */
  htmlDepth: 100,
} as const;

/** Characters that HTML takes in a page: once for readers, once for the script, where these are written as six. */
export function weightOf(html: string): number {
  let weight = html.length;
  for (let index = 0; index < html.length; index++) {
    const code = html.charCodeAt(index);
    if (code === 0x26 || code === 0x3c || code === 0x3e) weight += 5;
  }
  return weight;
}

/** The text can't be rendered within the limits; nothing is wrong with it. */
export class TooCostlyError extends Error {
  override readonly name = "TooCostlyError";
}

const spent = Symbol("tokens");

/** Counts each token as it is made, so that too many end the work before they fill the memory. */
export function boundTokens(md: MarkdownIt, max: number = limits.tokens): void {
  const spend = (env: Env) => {
    const count = ((env[spent] as number | undefined) ?? 0) + 1;
    if (count > max) throw new TooCostlyError("too many parts");
    env[spent] = count;
  };
  const { block, inline } = md;
  block.State = class extends block.State {
    override push(...args: Parameters<StateBlock["push"]>) {
      spend(this.env);
      return super.push(...args);
    }
  };
  inline.State = class extends inline.State {
    override push(...args: Parameters<StateBlock["push"]>) {
      spend(this.env);
      return super.push(...args);
    }
    override pushPending() {
      spend(this.env);
      return super.pushPending();
    }
  };
}

/** The parser passes over what is nested deeper than its own limit. Before that, what is left becomes one paragraph. */
export function boundDepth(md: MarkdownIt): void {
  md.block.ruler.before("table", "too_deep", (state, startLine, endLine, silent) => {
    if (silent || state.level < limits.depth) return false;
    const content = state.getLines(startLine, endLine, state.blkIndent, false).trim();
    state.line = endLine;
    state.push("paragraph_open", "p", 1).map = [startLine, endLine];
    const inline = state.push("inline", "", 0);
    inline.content = content;
    inline.children = [];
    state.push("paragraph_close", "p", -1);
    return true;
  });
}
