import type { MarkdownIt, StateCore } from "markdown-it";

const kinds = new Set(["note", "tip", "important", "warning", "caution"]);
const marker = /^\[!([a-z]{1,20})\][-+]?[ \t]*([^\n]{0,200})(?:\n|$)/i;

/** `> [!NOTE]`: a quote that says first what it is. The label becomes its first words. */
export function alerts(md: MarkdownIt): void {
  md.core.ruler.after("block", "alerts", labelAlerts);
}

function labelAlerts(state: StateCore): void {
  const { tokens } = state;
  const labelled: typeof tokens = [];
  tokens.forEach((token, index) => {
    const quote = tokens[index - 2];
    const found =
      token.type === "inline" &&
      tokens[index - 1]?.type === "paragraph_open" &&
      quote?.type === "blockquote_open"
        ? marker.exec(token.content)
        : null;
    const kind = found?.[1]?.toLowerCase() ?? "";
    if (!found || !quote || !kinds.has(kind)) {
      labelled.push(token);
      return;
    }
    quote.attrSet("class", "alert");
    const title = new state.Token("inline", "", 0);
    title.content = `**${found[2]?.trim().replaceAll("*", "") || kind.charAt(0).toUpperCase() + kind.slice(1)}**`;
    title.children = [];
    const rest = token.content.slice(found[0].length);
    labelled.push(title);
    if (!rest.trim()) return;
    token.content = rest;
    const close = new state.Token("paragraph_close", "p", -1);
    const open = new state.Token("paragraph_open", "p", 1);
    labelled.push(close, open, token);
  });
  state.tokens = labelled;
}
