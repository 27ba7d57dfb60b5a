import type { Root, RootContent } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";

const lengthMax = 240;
/**
 * An excerpt comes from the beginning: at most so many characters are parsed for it, the later ones only if the earlier ones hold
 * too few words. Parsing a whole article would cost more than all else that is done to save it.
 */
const readMax = [600, 1_500, 4_000];

const commonMark = unified().use(remarkParse).freeze();
const gfm = unified().use(remarkParse).use(remarkGfm).freeze();

/** Without any of these there is nothing of GFM in a text but its lists' check boxes, and parsing costs half as much. */
const gfmSigns = /[|~@]|\[\^|:\/\/|www\./i;

/** The first words of an article as plain text, at most 240 characters: paragraphs only, no headings, code or images. */
export function excerptOf(markdown: string): string {
  let words = "";
  for (const length of readMax) {
    words = wordsOf(beginningOf(markdown, length));
    if (words.length > lengthMax || markdown.length <= length) break;
  }
  if (words.length <= lengthMax) return words.toWellFormed();
  const cut = words.slice(0, lengthMax - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), lengthMax / 2)).toWellFormed()}…`;
}

/** Whole blocks where possible: what stands in a paragraph never depends on what comes after the next empty line. */
function beginningOf(markdown: string, length: number): string {
  if (markdown.length <= length) return markdown;
  const end = markdown.lastIndexOf("\n\n", length);
  if (end > 0) return markdown.slice(0, end);
  // Of one long block only the last step takes a part.
  return length === readMax.at(-1) ? markdown.slice(0, length) : "";
}

/** The text of the paragraphs. */
function wordsOf(markdown: string): string {
  const parser = gfmSigns.test(markdown) ? gfm : commonMark;
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
