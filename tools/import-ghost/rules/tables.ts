import { around, elementOf, has, type Rules, textOf } from "./dom";
import { onOneLine } from "./escape";

const isCell = ({ nodeName }: Element) => nodeName === "TD" || nodeName === "TH";
const isTable = ({ nodeName }: Element) => nodeName === "TABLE";
/** A table as wide as a hostile `colspan` says is none. */
const columnsMax = 100;
const parts = new Set(["TABLE", "THEAD", "TBODY", "TFOOT", "TR", "TD", "TH", "CAPTION", "COLGROUP", "COL"]);
const blocks = "p, div, ul, ol, li, blockquote, pre, hr, h1, h2, h3, h4, h5, h6, figure, section, dl, dt, dd";

/**
 * Tables of which each cell has to be one line. The plugin leaves those with more as HTML, which is not shown, breaks lines
 * by `<br>`, which isn't either, and makes one of two `|`.
 */
export const tableRules: Rules = (findings) => (service) => {
  service.addRule("table of data", {
    filter: (node) => isTable(node) && isData(node),
    replacement: (content, node) => {
      const table = elementOf(node);
      if (has(table, "ul, ol, blockquote, pre, h1, h2, h3, h4, h5, h6"))
        findings.add("the formatting of the cells of a table");
      const caption = service.escape(textOf(table.querySelector("caption")));
      return `\n\n${caption}\n\n${withHeader(content, table)}\n\n`;
    },
  });
  service.addRule("row of data", {
    filter: (node) => node.nodeName === "TR" && isInData(node),
    replacement: (content) => (content ? `\n${content}` : ""),
  });
  service.addRule("cell of data", {
    filter: (node) => isCell(node) && isInData(node),
    replacement: (content, node) => {
      const cell = elementOf(node);
      const isFirst = !cell.previousElementSibling;
      const text = onOneLine(content).replaceAll("|", "\\|");
      const spanned = Math.min(Number(cell.getAttribute("colspan") ?? 1) || 1, columnsMax) - 1;
      return `${isFirst ? "|" : ""} ${text} |${"  |".repeat(Math.max(0, spanned))}`;
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
  const table = around(node, isTable);
  return table !== undefined && isData(table);
}

/** Rows with a header as wide as the widest, without which it would be no table; an empty one if they have none. */
function withHeader(content: string, table: Element): string {
  const rows = content.replace(/\n+/g, "\n").trim().split("\n");
  const columns = Math.max(...rows.map(columnsOf));
  const [first = "|", ...others] = rows;
  const cells = Array.from(table.querySelector("tr")?.children ?? []);
  const isHeader =
    has(table, "thead tr") || (cells.length > 0 && cells.every((cell) => cell.nodeName === "TH"));
  const [header, body] = isHeader ? [first, others] : ["|", rows];
  const filled = header + "  |".repeat(columns - columnsOf(header));
  const delimiters = Array.from({ length: columns }, (_, index) => ` ${delimiterOf(cells[index])} |`);
  return [filled, `|${delimiters.join("")}`, ...body].join("\n");
}

const columnsOf = (row: string) => (row.match(/(?<!\\)(?:\\\\)*\|/g)?.length ?? 1) - 1;

const delimiters = new Map([
  ["left", ":---"],
  ["right", "---:"],
  ["center", ":---:"],
]);

function delimiterOf(cell: Element | undefined): string {
  const style = /text-align:\s*(\w+)/.exec(cell?.getAttribute("style") ?? "")?.[1];
  return delimiters.get((cell?.getAttribute("align") ?? style ?? "").toLowerCase()) ?? "---";
}
