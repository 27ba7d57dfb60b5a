import type { Element, Root } from "hast";

/**
 * A rehype plugin for what Markdown has no words for and people who don't use a mouse need: wide tables and code can be
 * scrolled by keyboard, and the boxes of task lists have names. It adds fixed attributes to what is already sanitised,
 * and so must run after the sanitising, which would take them away again.
 */
export function accessibleHtml() {
  return (tree: Root): void => improveChildren(tree);
}

function improveChildren(parent: Root | Element): void {
  parent.children.forEach((child, index) => {
    if (child.type !== "element") return;
    improveChildren(child);
    if (child.tagName === "table") parent.children[index] = scrollable(child);
    if (child.tagName === "pre") child.properties.tabIndex = 0;
    if (child.tagName === "input")
      child.properties.ariaLabel = child.properties.checked ? "Done" : "Not done";
  });
}

/** Around the table, since a table that scrolls by itself is no table any more to screen readers. */
function scrollable(table: Element): Element {
  const properties = { className: ["table-scroll"], role: "region", ariaLabel: "Table", tabIndex: 0 };
  return { type: "element", tagName: "div", properties, children: [table] };
}
