import { around, elementOf, type Rules } from "./dom";
import { destination, onOneLine, titlePart } from "./escape";

const headings = /^H[1-6]$/;

/** Links, images, emphasis, headings, line breaks. */
export const inlineRules: Rules = () => (service) => {
  service.addRule("link", {
    filter: (node) => node.nodeName === "A" && node.getAttribute("href") !== null,
    replacement: (content, node) => {
      const words = onOneLine(content);
      const link = elementOf(node);
      if (words === "") return "";
      return `[${words}](${destination(link.getAttribute("href") ?? "")}${titlePart(link.getAttribute("title"))})`;
    },
  });
  service.addRule("image", {
    filter: "img",
    replacement: (_, node) => {
      const image = elementOf(node);
      const src = image.getAttribute("src");
      const alt = service.escape((image.getAttribute("alt") ?? "").replace(/\s+/g, " ").trim());
      return src ? `![${alt}](${destination(src)}${titlePart(image.getAttribute("title"))})` : "";
    },
  });
  service.addRule("emphasis", {
    filter: ["strong", "b", "em", "i"],
    replacement: (content, node) => {
      const delimiter = /^(?:STRONG|B)$/.test(node.nodeName) ? "**" : "*";
      return emphasised(content, delimiter, elementOf(node));
    },
  });
  service.addRule("heading", {
    filter: ["h1", "h2", "h3", "h4", "h5", "h6"],
    replacement: (content, { nodeName }) => {
      // Number signs behind a space would be taken for the end of the line's mark.
      const text = onOneLine(content).replace(/(^|\s)(#+)$/, "$1\\$2");
      return `\n\n${"#".repeat(Number(nodeName.slice(1)))} ${text}\n\n`;
    },
  });
  service.addRule("line break in a heading", {
    filter: (node) =>
      node.nodeName === "BR" && around(node, (one) => headings.test(one.nodeName)) !== undefined,
    replacement: () => " ",
  });
};

const punctuation = "[\\p{P}\\p{S}]";
const parted = new RegExp(`^(${punctuation}*)(.*?)(${punctuation}*)$`, "su");

/**
 * A delimiter between punctuation and a letter neither opens nor closes anything. There the punctuation of a plain text is
 * left outside, and what else ends in punctuation, as a link does, goes without emphasis.
 */
function emphasised(content: string, delimiter: string, node: Element): string {
  if (content.trim() === "") return content;
  const letterBefore = touches(node.previousSibling, /[\p{L}\p{N}]$/u) && !/^\s/.test(node.textContent ?? "");
  const letterAfter = touches(node.nextSibling, /^[\p{L}\p{N}]/u) && !/\s$/.test(node.textContent ?? "");
  const [, before = "", text = "", after = ""] = parted.exec(content) ?? [];
  const mustPart = (letterBefore && before !== "") || (letterAfter && after !== "");
  if (!mustPart && text !== "") return delimiter + content + delimiter;
  const isPlain = Array.from(node.childNodes).every(({ nodeType }) => nodeType === 3);
  if (!isPlain || text === "" || /^\s|\s$/.test(text)) return content;
  const start = letterBefore ? [before, delimiter] : [delimiter, before];
  const end = letterAfter ? [delimiter, after] : [after, delimiter];
  return [...start, text, ...end].join("");
}

const touches = (sibling: ChildNode | null, letter: RegExp) => letter.test(sibling?.textContent ?? "");
