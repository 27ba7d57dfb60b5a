import type { Root, RootContent } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";

const lengthMax = 240;
/**
 * An excerpt comes from the beginning; parsing more than so many characters for it would be waste. The first few do where
 * an article starts with paragraphs, and cost a fraction.
 */
const readFirst = 1_000;
const readMax = 4_000;

const parser = unified().use(remarkParse).use(remarkGfm);

/** The first words of an article as plain text, at most 240 characters: paragraphs only, no headings, code or images. */
export function excerptOf(markdown: string): string {
  const first = wordsOf(markdown.slice(0, readFirst));
  // What was cut off may change how the last words read, so those that count must end well before.
  const words = first.length > 2 * lengthMax ? first : wordsOf(markdown.slice(0, readMax));
  if (words.length <= lengthMax) return words.toWellFormed();
  const cut = words.slice(0, lengthMax - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), lengthMax / 2)).toWellFormed()}…`;
}

/** The text of the paragraphs. */
function wordsOf(markdown: string): string {
  const tree = parser.parse(markdown) as Root;
  return tree.children
    .filter((node) => node.type === "paragraph")
    .map((node) => plainText(node))
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}

function plainText(node: RootContent): string {
  if (node.type === "text" || node.type === "inlineCode") return node.value;
  if (node.type === "break") return " ";
  return "children" in node ? node.children.map((child) => plainText(child as RootContent)).join("") : "";
}
