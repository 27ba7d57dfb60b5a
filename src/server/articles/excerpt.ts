import Parser, { type Token } from "markdown-it";
import cjkFriendly from "markdown-it-cjk-friendly";
import { boundDepth, boundTokens } from "@/markdown/bounds";
import { footnotes } from "@/markdown/footnotes";
import { math } from "@/markdown/math";

const lengthMax = 240;
/**
 * An excerpt comes from the beginning: at most so many characters are parsed for it, the later ones only if the earlier ones hold
 * too few words. That is little enough to be done at once, whatever they are.
 */
const readMax = [600, 1_500, 4_000];

/** Each character is a token or two at most, but for the cells that a table fills up: then there are no paragraphs. */
const parser = new Parser({ html: true })
  .use((md) => boundTokens(md, 10_000))
  .use(boundDepth)
  .use(cjkFriendly)
  .use(footnotes)
  .use(math);

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
  const paragraphs = parsed(markdown).filter(
    ({ type, level }, index, tokens) =>
      type === "inline" && level === 1 && tokens[index - 1]?.type === "paragraph_open",
  );
  return paragraphs
    .map(({ children }) => plainText(children ?? []))
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}

function parsed(markdown: string): Token[] {
  try {
    return parser.parse(markdown.toWellFormed(), {});
  } catch {
    return []; // beyond the limit
  }
}

function plainText(tokens: Token[]): string {
  return tokens
    .map(({ type, content }) => {
      if (type === "softbreak" || type === "hardbreak") return " ";
      if (type === "html_inline") return /^<br\b/i.test(content) ? " " : "";
      return type === "image" ? "" : content;
    })
    .join("");
}
