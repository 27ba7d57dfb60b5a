import { partedFromBreaks } from "./breaks";
import { around, elementOf, type Rules } from "./dom";
import { destination, onOneLine, titlePart } from "./escape";

const headings = /^H[1-6]$/;
/** Addresses that Ghost's script on the page acts upon. */
const isWindow = /(?:^|\/)#\/(?:portal|search|share|support|subscribe|unsubscribe)(?:\/|\?|$)/;

const kindOf = (nodeName: string) =>
  nodeName === "STRONG" || nodeName === "B" ? "**" : nodeName === "EM" || nodeName === "I" ? "*" : "";

/** Links, images, emphasis, headings, line breaks. */
export const inlineRules: Rules = (findings, resolve) => (service) => {
  service.addRule("link", {
    filter: (node) => node.nodeName === "A" && node.getAttribute("href") !== null,
    replacement: (content, node) => {
      const { before, text, after } = partedFromBreaks(content);
      const words = onOneLine(text);
      const link = elementOf(node);
      if (words === "") return before + after;
      const href = link.getAttribute("href") ?? "";
      if (isWindow.test(href) || link.hasAttribute("data-portal")) {
        findings.add("a link to a window of Ghost's own, such as the one to sign up, became its words");
        return before + words + after;
      }
      return `${before}[${words}](${destination(resolve(href))}${titlePart(link.getAttribute("title"))})${after}`;
    },
  });
  service.addRule("image", {
    filter: "img",
    replacement: (_, node) => {
      const image = elementOf(node);
      const src = image.getAttribute("src");
      const alt = service.escape((image.getAttribute("alt") ?? "").replace(/\s+/g, " ").trim());
      return src ? `![${alt}](${destination(resolve(src))}${titlePart(image.getAttribute("title"))})` : "";
    },
  });
  service.addRule("emphasis", {
    filter: ["strong", "b", "em", "i"],
    replacement: (content, node) => {
      const kind = kindOf(node.nodeName);
      if (around(elementOf(node), ({ nodeName }) => kindOf(nodeName) === kind)) return content;
      const { before, text, after } = partedFromBreaks(content);
      const open = before === "" ? node.previousSibling : null;
      const close = after === "" ? node.nextSibling : null;
      return before + emphasised(text, kind, elementOf(node), open, close) + after;
    },
  });
  service.addRule("subscript and superscript", {
    filter: ["sub", "sup"],
    replacement: (content, { nodeName }) => {
      const { before, text, after } = partedFromBreaks(content);
      // Markdown has nothing for them, and they change what is said: 10⁶ is not 106. A footnote is one already.
      if (text.trim() === "" || text.startsWith("[^")) return content;
      const tag = nodeName.toLowerCase();
      return `${before}<${tag}>${onOneLine(text)}</${tag}>${after}`;
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

/**
 * A delimiter between punctuation and a letter neither opens nor closes anything. There the punctuation of a plain text is
 * left outside, and what else ends in punctuation, as a link does, goes without emphasis.
 */
function emphasised(
  content: string,
  delimiter: string,
  node: Element,
  previous: Node | null,
  next: Node | null,
): string {
  if (content.trim() === "") return content;
  const letterBefore = touches(previous, /[\p{L}\p{N}]$/u) && !/^\s/.test(node.textContent ?? "");
  const letterAfter = touches(next, /^[\p{L}\p{N}]/u) && !/\s$/.test(node.textContent ?? "");
  const { before, text, after } = partedFromPunctuation(content);
  const mustPart = (letterBefore && before !== "") || (letterAfter && after !== "");
  if (!mustPart && text !== "") return delimiter + content + delimiter;
  const isPlain = Array.from(node.childNodes).every(({ nodeType }) => nodeType === 3);
  if (!isPlain || text === "" || /^\s|\s$/.test(text)) return content;
  const start = letterBefore ? [before, delimiter] : [delimiter, before];
  const end = letterAfter ? [delimiter, after] : [after, delimiter];
  return [...start, text, ...end].join("");
}

/** Punctuation at both ends apart; a text of nothing else is all before. */
function partedFromPunctuation(content: string): { before: string; text: string; after: string } {
  const characters = [...content];
  const isPunctuation = (character = "") => /[\p{P}\p{S}]/u.test(character);
  let start = 0;
  while (start < characters.length && isPunctuation(characters[start])) start++;
  let end = characters.length;
  while (end > start && isPunctuation(characters[end - 1])) end--;
  const part = (from: number, to?: number) => characters.slice(from, to).join("");
  return { before: part(0, start), text: part(start, end), after: part(end) };
}

const touches = (sibling: Node | null, letter: RegExp) => letter.test(sibling?.textContent ?? "");
