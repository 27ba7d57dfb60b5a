import type { Rules } from "./dom";

const blocks = new Set(
  "ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY DD DETAILS DIV DL DT FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL X-TURNDOWN".split(
    " ",
  ),
);
const shown = "img, input, iframe, video, audio, embed, object";

/** Line breaks that browsers don't show, since nothing is behind or before them in their block. */
export const breakRules: Rules = () => (service) => {
  const isAtEnd = atEdge("nextSibling");
  const isAtStart = atEdge("previousSibling");
  service.addRule("line break without effect", {
    filter: (node) => node.nodeName === "BR" && (isAtEnd(node) || isAtStart(node)),
    replacement: () => "",
  });
};

/** Whether nothing but other breaks is on one side of a break in its block; looked up once for a row of breaks. */
function atEdge(towards: "nextSibling" | "previousSibling"): (br: Node) => boolean {
  const known = new WeakMap<Node, boolean>();
  return (br) => {
    const passed: Node[] = [];
    let answer: boolean | undefined;
    for (let node: Node | undefined = br; node && answer === undefined; node = neighbour(node, towards)) {
      if (node.nodeName === "BR") {
        answer = known.get(node);
        passed.push(node);
      } else if (blocks.has(node.nodeName)) answer = true;
      else if (isShown(node)) answer = false;
    }
    answer ??= true;
    for (const one of passed) known.set(one, answer);
    return answer;
  };
}

/** What is beside a node in its block, out of the inline elements around it; undefined at the block's edge. */
function neighbour(node: Node, towards: "nextSibling" | "previousSibling"): Node | undefined {
  let one: Node | null = node;
  while (one && !one[towards]) {
    one = one.parentNode;
    if (!one || blocks.has(one.nodeName)) return undefined;
  }
  return one?.[towards] ?? undefined;
}

function isShown(node: Node): boolean {
  if (/\S/.test(node.textContent ?? "")) return true;
  return (
    node.nodeType === 1 &&
    ((node as Element).matches(shown) || Boolean((node as Element).querySelector(shown)))
  );
}

/** Markdown of an inline element without the breaks at its ends: a delimiter beside one would not be one. */
export function partedFromBreaks(markdown: string): { before: string; text: string; after: string } {
  let text = markdown;
  let [before, after] = ["", ""];
  for (; text.startsWith("\\\n"); text = text.slice(2)) before += "\\\n";
  // Turndown may have taken the line's end off; an escaped backslash is two of them.
  for (let match = endOf(text); match; match = endOf(text)) {
    text = text.slice(0, -match.length);
    after += "\\\n";
  }
  return { before, text, after };
}

function endOf(text: string): string | undefined {
  const end = text.endsWith("\n") ? 1 : 0;
  let backslashes = 0;
  while (text[text.length - end - backslashes - 1] === "\\") backslashes++;
  return backslashes % 2 === 1 ? text.slice(-end - 1) : undefined;
}
