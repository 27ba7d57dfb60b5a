import { gfm } from "@joplin/turndown-plugin-gfm";
import TurndownService from "turndown";
import type { Findings } from "../import/findings";
import { withSimplerEmphasis } from "./emphasis";
import type { Resolve } from "./links";
import { breakRules } from "./rules/breaks";
import { escapeMarkdown } from "./rules/escape";
import { footnoteRules } from "./rules/footnotes";
import { ghostRules, ratingOf } from "./rules/ghost";
import { inlineRules } from "./rules/inline";
import { listRules } from "./rules/lists";
import { mediaRules } from "./rules/media";
import { tableRules } from "./rules/tables";

export interface Conversion {
  findings: Findings;
  /** What becomes of the addresses of links, images and media. */
  resolve: Resolve;
  verbatim?: readonly string[];
}

/**
 * HTML as Markdown (CommonMark and GFM), with nothing of it left as HTML but sub and sup. `verbatim` is what the
 * elements stand for that `verbatimHtml` made. Throws RangeError for what is nested too deeply.
 */
export function htmlToMarkdown(html: string, { findings, resolve, verbatim = [] }: Conversion): string {
  const service = new TurndownService({
    headingStyle: "atx",
    hr: "---",
    bulletListMarker: "-",
    codeBlockStyle: "fenced",
    emDelimiter: "*",
    br: "\\",
    blankReplacement: (_, node) =>
      ratingOf(node as Element) ?? ("isBlock" in node && node.isBlock ? "\n\n" : ""),
  });
  service.escape = escapeMarkdown;
  service.use(gfm);
  // Later rules come before earlier ones.
  for (const rules of [listRules, inlineRules, breakRules, mediaRules, ghostRules, footnoteRules, tableRules])
    service.use(rules(findings, resolve));
  service.addRule("verbatim", {
    filter: (node) => node.hasAttribute(verbatimAttribute),
    replacement: (_, node) => {
      const markdown = verbatim[Number((node as Element).getAttribute(verbatimAttribute))] ?? "";
      return `\n\n${markdown.trim()}\n\n`;
    },
  });
  if (depthOf(html) > depthMax) throw new RangeError("nested too deeply");
  return service.turndown(withSimplerEmphasis(html));
}

/** Turndown's time grows with the square of the depth, and no person nests like that. */
const depthMax = 500;

/** How deeply HTML is nested, as far as its tags say: elements that may do without an end are not counted. */
function depthOf(html: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [, slash, name = ""] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (uncounted.has(name.toLowerCase())) continue;
    depth = Math.max(0, depth + (slash ? -1 : 1));
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

const uncounted = new Set(
  "p li dt dd td th tr thead tbody tfoot option area base br col embed hr img input link meta param source track wbr path".split(
    " ",
  ),
);

const verbatimAttribute = "data-masthead-verbatim";

/** Stands for the Markdown with this index. The letter is for Turndown, which passes over what is empty. */
export function verbatimHtml(index: number): string {
  return `<div ${verbatimAttribute}="${index}">x</div>`;
}
