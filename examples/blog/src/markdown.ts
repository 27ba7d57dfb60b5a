import MarkdownIt from "markdown-it";
import { Html } from "./html.ts";

/**
 * CommonMark, tables and struck-out words, in time by the length of the text. Raw HTML in the Markdown is shown as text
 * (`html: false`), and links lead nowhere but to safe protocols: so what comes out holds no script and no style.
 */
const parser = new MarkdownIt({ html: false, linkify: true, maxNesting: 50 });
parser.validateLink = (address) =>
  !/^[a-z][a-z0-9+.-]*:/i.test(address.trim()) || /^(https?|mailto|tel|sms):/i.test(address.trim());
parser.core.ruler.push("table_alignment", ({ tokens }) => {
  for (const token of tokens) {
    const style = token.attrIndex("style");
    if (style >= 0 && token.attrs)
      token.attrs[style] = ["align", String(token.attrs[style]?.[1]).replace("text-align:", "")];
  }
});

/** An article's Markdown as HTML without script or style, whatever it holds. */
export function renderMarkdown(markdown: string): Html {
  return new Html(parser.render(markdown));
}
