import { fold, foldWithPlaces, spellSigns, wordOrRun } from "./fold";
import type { MarkedWords } from "./query";

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

/** A matched word: where it stands, and which of the words that are looked for it is. */
export interface Match extends Span {
  word: number;
}

/** Matches in one text that are looked at, at most, and how much of it: folding makes some texts longer. */
const matchesMax = 100;
const foldedMax = 4_000;

/** Finds the words of a query in texts again, whose number hardly counts. For short texts: see `passagesOf` for long ones. */
export class Matcher {
  readonly #marked: MarkedWords;
  readonly #lengths: number[];

  constructor(marked: MarkedWords) {
    this.#marked = marked;
    this.#lengths = [...new Set([...marked.beginnings.keys()].map((text) => text.length))];
  }

  /** How many of the words are there. */
  count(text: string): number {
    return new Set(this.#find(fold(text)).map(({ word }) => word)).size;
  }

  matchesIn(text: string): Match[] {
    const folded = foldWithPlaces(text);
    return this.#find(folded.text).map(({ word, start, end }) => ({ word, ...folded.spanOf(start, end) }));
  }

  #find(folded: string): Match[] {
    const found: Match[] = [];
    for (const { 0: text, 1: run, index } of folded.slice(0, foldedMax).matchAll(wordOrRun)) {
      if (run !== undefined) {
        found.push(...this.#pairsOf(run, index));
      } else {
        const word = this.#wordOf(/[+#]/.test(text) ? spellSigns(text) : text);
        if (word !== undefined) found.push({ word, start: index, end: index + text.length });
      }
      if (found.length >= matchesMax) break;
    }
    return found.slice(0, matchesMax);
  }

  #wordOf(text: string): number | undefined {
    const { whole, beginnings } = this.#marked;
    const word = whole.get(text);
    if (word !== undefined) return word;
    for (const length of this.#lengths) {
      const begun = beginnings.get(text.slice(0, length));
      if (begun !== undefined) return begun;
    }
    return undefined;
  }

  /** Pairs that overlap, or touch each other, are one match. */
  #pairsOf(run: string, offset: number): Match[] {
    const { pairs } = this.#marked;
    const found: Match[] = [];
    if (pairs.size === 0) return found;
    const letters = [...run];
    let start = offset;
    letters.forEach((letter, index) => {
      const pair = letter + (letters[index + 1] ?? "");
      const matched = pairs.has(pair) ? pair : letter;
      const word = pairs.get(matched);
      const end = start + matched.length;
      const last = found.at(-1);
      if (word !== undefined) {
        if (last && last.word === word && last.end >= start) last.end = Math.max(last.end, end);
        else found.push({ word, start, end });
      }
      start += letter.length;
    });
    return found;
  }
}

/** Stand around each matched word while markup is taken off; taken out of the text before. */
const marks = { start: "\u0001", end: "\u0002" };

/** A passage of Markdown as words, and where the matches stand in them. */
export function plainPassage(passage: string, matches: Span[]): Highlighted {
  let marked = "";
  let from = 0;
  for (const { start, end } of matches) {
    marked += withoutMarks(passage.slice(from, start));
    marked += `${marks.start}${withoutMarks(passage.slice(start, end))}${marks.end}`;
    from = end;
  }
  return highlightsOf(withoutMarkup(marked + withoutMarks(passage.slice(from))));
}

/** Takes the marks out of a text and says where they stood. */
export function highlightsOf(marked: string): Highlighted {
  let text = "";
  const highlights: Span[] = [];
  for (const part of marked.split(marks.start)) {
    const end = part.indexOf(marks.end);
    if (end > 0) highlights.push({ start: text.length, end: text.length + end });
    text += part.replaceAll(marks.end, "");
  }
  return { text, highlights };
}

/**
 * A passage of Markdown as words. A passage may begin and end anywhere, so it can't be parsed; what is left of markup that
 * was cut through does no harm in plain text. Each step goes over the passage once, whatever it holds.
 */
export function withoutMarkup(passage: string): string {
  return passage
    .replace(/!?\[([^[\]\n]*)\]\([^()\n]*\)/g, "$1")
    .replace(/^[ \t]*#{1,6}(?=\s)/gm, "")
    .replace(/[*`~>|]+/g, "")
    .replace(/_+/g, (run, at: number, whole: string) =>
      isWordAt(whole, at - 1) && isWordAt(whole, at + run.length) ? run : "",
    )
    .replace(/\s+/g, " ")
    .trim();
}

function isWordAt(text: string, at: number): boolean {
  return /\w/.test(text.charAt(at));
}

function withoutMarks(text: string): string {
  return text.replaceAll(marks.start, "").replaceAll(marks.end, "");
}
