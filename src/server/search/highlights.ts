import { marks } from "@/db/repositories/search";

/** A part of a text: from `start` up to, not including, `end`, in UTF-16 code units as JavaScript counts them. */
export interface Span {
  start: number;
  end: number;
}

export interface Highlighted {
  /** Without any markup. */
  text: string;
  highlights: Span[];
}

/** Takes the marks out of a text and says where they stood. */
export function highlightsOf(marked: string): Highlighted {
  let text = "";
  const highlights: Span[] = [];
  for (const part of marked.split(marks.start)) {
    const end = part.indexOf(marks.end);
    if (end >= 0) highlights.push({ start: text.length, end: text.length + end });
    text += part.replaceAll(marks.end, "");
  }
  return { text, highlights };
}

/**
 * A passage of Markdown as words. A passage may begin and end anywhere, so it can't be parsed; what is left of markup that
 * was cut through does no harm in plain text.
 */
export function withoutMarkup(passage: string): string {
  return passage
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, "$1")
    .replace(/[*`~#>|]+|(?<!\w)_+|_+(?!\w)/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
