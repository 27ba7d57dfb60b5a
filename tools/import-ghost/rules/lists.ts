import { elementOf, type Rules } from "./dom";

/** Items indented by the width of their marker, and code in fences that hold. */
export const listRules: Rules = () => (service) => {
  const indices = new WeakMap<Element, number>();
  service.addRule("list item", {
    filter: "li",
    replacement: (content, node) => {
      const marker = markerOf(elementOf(node), indices);
      // The plugin leaves a space behind a box, and the text may begin with one.
      const boxed = content.replace(/^\s*(\[[ x]\]) +/, "$1 ");
      const isLoose = /\n\n$/.test(content) && content.trim() !== "";
      const text = withoutEmptyEnds(boxed).replace(/\n(?!\n|$)/g, `\n${" ".repeat(marker.length)}`);
      return `${marker}${text}${isLoose ? "\n" : ""}${node.nextSibling ? "\n" : ""}`;
    },
  });
  service.addRule("preformatted", {
    filter: "pre",
    replacement: (_, node) => {
      const code = elementOf(node).querySelector("code");
      const language = /(?:^|\s)lang(?:uage)?-([^\s`]+)/.exec(code?.getAttribute("class") ?? "")?.[1] ?? "";
      const text = (node.textContent ?? "").replace(/\n$/, "");
      // Longer than any in the code, wherever on a line it is: Turndown's own looks at the beginnings of lines alone.
      const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
      const fence = "`".repeat(longest + 1);
      return `\n\n${fence}${language}\n${text}\n${fence}\n\n`;
    },
  });
};

/** Without line ends at its ends; a pattern would try each row of them in the middle, too. */
function withoutEmptyEnds(text: string): string {
  let start = 0;
  while (text[start] === "\n") start++;
  let end = text.length;
  while (end > start && text[end - 1] === "\n") end--;
  return text.slice(start, end);
}

function markerOf(item: Element, indices: WeakMap<Element, number>): string {
  const list = item.parentElement;
  if (list?.nodeName !== "OL") return "- ";
  // Items come one after the other, so that the one before is known.
  const before = item.previousElementSibling;
  const index = before ? (indices.get(before) ?? Array.from(list.children).indexOf(before)) + 1 : 0;
  indices.set(item, index);
  const start = Number(list.getAttribute("start") ?? 1);
  return `${(Number.isSafeInteger(start) && start >= 0 && start < 1e9 ? start : 1) + index}. `;
}
