import Parser, { type MarkdownIt } from "markdown-it";
import cjkFriendly from "markdown-it-cjk-friendly";
import { alerts } from "./alerts";
import { boundDepth, boundTokens } from "./bounds";
import { footnotes } from "./footnotes";
import { headingIds } from "./headings";
import { autolinks } from "./links";
import { taskLists } from "./lists";
import { math } from "./math";
import { rawHtml } from "./raw-html";

/** The parser of CommonMark and GFM that everything here is rendered with. */
export function createParser(): MarkdownIt {
  return new Parser({ html: true, linkify: true, maxNesting: 100 })
    .use(boundTokens)
    .use(boundDepth)
    .use(cjkFriendly)
    .use(footnotes)
    .use(alerts)
    .use(math)
    .use(taskLists)
    .use(headingIds)
    .use(autolinks)
    .use(tableAlignment)
    .use(strikethrough)
    .use(rawHtml);
}

/** As an attribute: content has no styles. */
function tableAlignment(md: MarkdownIt): void {
  md.core.ruler.push("table_alignment", ({ tokens }) => {
    for (const token of tokens) {
      if (token.type !== "th_open" && token.type !== "td_open") continue;
      const style = String(token.attrGet("style") ?? "");
      token.attrs = style ? [["align", style.replace("text-align:", "").trim()]] : null;
    }
  });
}

function strikethrough({ renderer }: MarkdownIt): void {
  renderer.rules.s_open = () => "<del>";
  renderer.rules.s_close = () => "</del>";
}
