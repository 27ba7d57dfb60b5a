import { around, elementOf, type Rules } from "./dom";
import { destination, onOneLine, titlePart } from "./escape";

const headings = /^H[1-6]$/;

/** Links, images, emphasis, line breaks. */
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
  service.addRule("line break in a heading", {
    filter: (node) =>
      node.nodeName === "BR" && around(node, (one) => headings.test(one.nodeName)) !== undefined,
    replacement: () => " ",
  });
};

/**
 * A delimiter between punctuation and a letter neither opens nor closes anything: there the punctuation of a plain text
 * is left outside.
 */
function emphasised(content: string, delimiter: string, node: Element): string {
  if (content.trim() === "") return content;
  const isPlain = Array.from(node.childNodes).every(({ nodeType }) => nodeType === 3);
  const letterBefore = /[\p{L}\p{N}]$/u.test(node.previousSibling?.textContent ?? "");
  const letterAfter = /^[\p{L}\p{N}]/u.test(node.nextSibling?.textContent ?? "");
  const [, before = "", text = "", after = ""] =
    /^([\p{P}\p{S}]*)(.*?)([\p{P}\p{S}]*)$/su.exec(content) ?? [];
  if (!isPlain || text === "") return delimiter + content + delimiter;
  const start = letterBefore ? [before, delimiter] : [delimiter, before];
  const end = letterAfter ? [delimiter, after] : [after, delimiter];
  return [...start, text, ...end].join("");
}
