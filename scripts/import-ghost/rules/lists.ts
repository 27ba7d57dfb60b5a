import { elementOf, type Rules } from "./dom";

/** Items indented by the width of their marker, and code in fences that hold. */
export const listRules: Rules = () => (service) => {
  service.addRule("list item", {
    filter: "li",
    replacement: (content, node) => {
      const marker = markerOf(elementOf(node));
      // The plugin leaves a space behind a box, and the text may begin with one.
      const boxed = content.replace(/^\s*(\[[ x]\]) +/, "$1 ");
      const isLoose = /\n\n$/.test(content) && content.trim() !== "";
      const text = boxed.replace(/^\n+|\n+$/g, "").replace(/\n(?!\n|$)/g, `\n${" ".repeat(marker.length)}`);
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

function markerOf(item: Element): string {
  const list = item.parentElement;
  if (list?.nodeName !== "OL") return "- ";
  const start = Number(list.getAttribute("start") ?? 1);
  return `${(Number.isInteger(start) && start >= 0 ? start : 1) + Array.from(list.children).indexOf(item)}. `;
}
