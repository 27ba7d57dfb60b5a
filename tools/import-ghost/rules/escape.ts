/**
 * Text that Markdown is to show as it is. Beyond what Turndown escapes by itself: what would be HTML or an entity, a
 * single tilde, what could begin a formula, and an exclamation mark that a link may follow. An underscore inside of a word means nothing.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\*`[\]<~]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/\$(?!\d)/g, "\\$$")
    .replace(/&(?=#?\w+;)/g, "\\&")
    .replace(/!$/, "\\!")
    .replace(/^(?=-|\+(?:\s|$)|=|#{1,6}(?:\s|$)|>)/, "\\")
    .replace(/^(\d+)([.)])(?=\s|$)/, "$1\\$2");
}

/** The target of a link or an image, with what would end it percent-encoded. */
export function destination(address: string): string {
  return address
    .trim()
    .replace(/[\s<>()\\]/g, (character) => encodeURIComponent(character).replace(/[()]/, percent));
}

const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** A title behind the target of a link or an image; empty if there is none. */
export function titlePart(title: string | null): string {
  const text = title?.replace(/\s+/g, " ").trim().replace(/["\\]/g, "\\$&");
  return text ? ` "${text}"` : "";
}

/** Markdown on one line, for where a second would end what it is in. */
export function onOneLine(markdown: string): string {
  // Line by line: white space without an end of a line behind it would be looked through again and again.
  const lines = markdown.split("\n").map((line) =>
    line
      .trim()
      .replace(/(?<!\\)((?:\\\\)*)\\$/, "$1")
      .trimEnd(),
  );
  return lines.filter((line) => line !== "").join(" ");
}
