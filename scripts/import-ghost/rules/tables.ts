import { around, elementOf, has, type Rules } from "./dom";
import { onOneLine } from "./escape";

const isCell = ({ nodeName }: Element) => nodeName === "TD" || nodeName === "TH";
const isTable = ({ nodeName }: Element) => nodeName === "TABLE";
const parts = new Set(["TABLE", "THEAD", "TBODY", "TFOOT", "TR", "TD", "TH", "CAPTION", "COLGROUP", "COL"]);
const blocks = "p, div, ul, ol, li, blockquote, pre, hr, h1, h2, h3, h4, h5, h6, figure, section, dl, dt, dd";

/**
 * Tables whose cells hold more than a line. The plugin would leave those as HTML, which is not shown, and break lines by
 * `<br>`, which isn't either: here their text is put on one line.
 */
export const tableRules: Rules = (findings) => (service) => {
  service.addRule("table of blocks", {
    filter: (node) => isTable(node) && isData(node) && has(node, `${blocks}, br`),
    replacement: (content, node) => {
      const table = elementOf(node);
      if (has(table, "ul, ol, blockquote, pre, h1, h2, h3, h4, h5, h6"))
        findings.add("the formatting of the cells of a table");
      return `\n\n${withHeader(content)}\n\n`;
    },
  });
  service.addRule("block in a cell", {
    filter: (node) => !parts.has(node.nodeName) && node.matches(blocks) && isInData(node),
    replacement: (content, { nodeName }) => {
      const line = onOneLine(content);
      if (nodeName === "HR" || line === "") return " ";
      return nodeName === "LI" ? `• ${line} ` : `${line} `;
    },
  });
  service.addRule("code in a cell", {
    filter: (node) => node.nodeName === "PRE" && isInData(node),
    replacement: (_, node) => {
      const text = (node.textContent ?? "").replace(/\s+/g, " ").trim();
      return text ? `\`${text.replaceAll("`", "'")}\` ` : " ";
    },
  });
  service.addRule("line break in a cell", {
    filter: (node) => node.nodeName === "BR" && isInData(node),
    replacement: () => " ",
  });
};

const known = new WeakMap<Element, boolean>();

/** Asked for each thing in each cell, so that it is worked out once for each table. */
function isData(table: Element): boolean {
  const answer = known.get(table) ?? holdsData(table);
  known.set(table, answer);
  return answer;
}

/** Tables of one cell, and those around other tables, are for layout: the plugin takes them apart. */
function holdsData(table: Element): boolean {
  const rows = table.querySelectorAll("tr");
  const isOneCell = rows.length <= 1 && table.querySelectorAll("td, th").length <= 1;
  return !isOneCell && !has(table, "table");
}

function isInData(node: Element): boolean {
  const table = around(node, isCell) && around(node, isTable);
  return table !== undefined && isData(table);
}

/** Rows as the plugin made them, with an empty header if they have none: without one it is no table. */
function withHeader(rows: string): string {
  const lines = rows.replace(/\n+/g, "\n").trim().split("\n");
  if (/^\| :?-{3}/.test(lines[1] ?? "")) return lines.join("\n");
  const columns = (lines[0]?.match(/(?<!\\)\|/g)?.length ?? 2) - 1;
  return [`|${"     |".repeat(columns)}`, `|${" --- |".repeat(columns)}`, ...lines].join("\n");
}
