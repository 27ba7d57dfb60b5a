import type { MarkdownIt, StateCore, Token } from "markdown-it";
import plugin from "markdown-it-footnote";

/** Links back of one note; who refers to a note more often finds the place by the number. */
const backLinksMax = 20;

interface Note {
  label: string;
  count: number;
}

/** `[^1]` and `[^1]: …`. The parsing is the plugin's; what it makes of it is put together here, once, and with names. */
export function footnotes(md: MarkdownIt): void {
  md.use(plugin);
  md.inline.ruler.disable("footnote_inline");
  md.core.ruler.at("footnote_tail", appendNotes);
  const { rules } = md.renderer;
  rules.footnote_ref = (tokens, index) => {
    const { number, name } = placeOf(tokens[index]);
    return `<sup><a href="#fn:${number}" id="fnref:${name}" role="doc-noteref">${number}</a></sup>`;
  };
  rules.footnote_block_open = () => '<section class="footnotes" aria-label="Footnotes">\n<ol>\n';
  rules.footnote_block_close = () => "</ol>\n</section>\n";
  rules.footnote_open = (tokens, index) => `<li id="fn:${placeOf(tokens[index]).number}">`;
  rules.footnote_close = () => "</li>\n";
  rules.footnote_anchor = (tokens, index) => {
    const { name } = placeOf(tokens[index]);
    return ` <a href="#fnref:${name}" role="doc-backlink" aria-label="Back to reference ${name}">↩\ufe0e</a>`;
  };
}

function placeOf(token: Token | undefined): { number: number; name: string } {
  const number = Number(token?.meta?.id) + 1;
  const repeated = Number(token?.meta?.subId ?? 0);
  return { number, name: repeated > 0 ? `${number}-${repeated + 1}` : String(number) };
}

function appendNotes(state: StateCore): void {
  const found = state.env.footnotes as { list?: Note[] } | undefined;
  if (!found) return;
  const { shown, notes } = separated(state.tokens);
  state.tokens = shown;
  if (!found.list) return;
  const add = (type: string, nesting: -1 | 0 | 1, meta: Token["meta"] = null) => {
    const token = new state.Token(type, "", nesting);
    token.meta = meta;
    shown.push(token);
  };
  add("footnote_block_open", 1);
  found.list.forEach(({ label, count }, id) => {
    add("footnote_open", 1, { id });
    for (const token of notes.get(label) ?? []) shown.push(token);
    const last = shown.at(-1)?.type === "paragraph_close" ? shown.pop() : undefined;
    for (let subId = 0; subId < Math.min(Math.max(count, 1), backLinksMax); subId++)
      add("footnote_anchor", 0, { id, subId });
    if (last) shown.push(last);
    add("footnote_close", -1);
  });
  add("footnote_block_close", -1);
}

/** The tokens outside of notes, and those of each note; of notes with one label the last counts. */
function separated(tokens: Token[]): { shown: Token[]; notes: Map<string, Token[]> } {
  const shown: Token[] = [];
  const notes = new Map<string, Token[]>();
  const open: Token[][] = [];
  for (const token of tokens) {
    if (token.type === "footnote_reference_open") {
      const own: Token[] = [];
      notes.set(String(token.meta?.label), own);
      open.push(own);
    } else if (token.type === "footnote_reference_close") open.pop();
    else (open.at(-1) ?? shown).push(token);
  }
  return { shown, notes };
}
