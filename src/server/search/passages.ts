import { type Highlighted, type Match, type Matcher, plainPassage } from "./highlights";

/** Characters of a piece that is looked at as one, of a passage that is shown, and of its part before the match. */
const pieceLength = 1_000;
const passageLength = 240;
const leadLength = 60;

/** Pieces that are looked at closely, at most. */
const candidatesMax = 2;

interface Passage {
  start: number;
  end: number;
  /** How many of the words it has. */
  words: number;
  matches: Match[];
}

/**
 * Up to two passages of a Markdown text with most of the words that were looked for, as plain text, with an ellipsis between
 * them; the beginning where there is none.
 */
export function passagesOf(content: string, matcher: Matcher): Highlighted {
  const found = piecesOf(content)
    .map((piece) => ({ ...piece, words: matcher.count(piece.text) }))
    .filter(({ words }) => words > 0)
    .sort((one, other) => other.words - one.words || one.start - other.start)
    .slice(0, candidatesMax)
    .flatMap(({ start, text }) => passagesIn(text, start, matcher))
    .sort((one, other) => other.words - one.words || one.start - other.start)
    .slice(0, 2)
    .sort((one, other) => one.start - other.start);
  const passages = found.length > 0 ? found : [beginningOf(content)];
  return join(passages.map(({ start, end, matches }) => plainPassage(content.slice(start, end), matches)));
}

/** Cut between words where there are any. */
function piecesOf(content: string): { start: number; text: string }[] {
  const pieces: { start: number; text: string }[] = [];
  for (let start = 0; start < content.length; ) {
    const end = endOfPiece(content, start + pieceLength);
    pieces.push({ start, text: content.slice(start, end) });
    start = end;
  }
  return pieces;
}

/** Up to two parts of a piece, that with the most words first. */
function passagesIn(text: string, offset: number, matcher: Matcher): Passage[] {
  const all = matcher.matchesIn(text);
  const windows = all.map((first, index) => {
    const matches = all.slice(index).filter(({ end }) => end <= first.start + passageLength - leadLength);
    return { first, matches, words: new Set(matches.map(({ word }) => word)).size };
  });
  const [best] = [...windows].sort((one, other) => other.words - one.words);
  if (!best) return [];
  const apart = windows.find(({ first }) => Math.abs(first.start - best.first.start) > passageLength);
  return [best, ...(apart ? [apart] : [])].map(({ first, words }) => {
    const start = startOfWord(text, first.start);
    const end = Math.max(first.end, endOfWord(text, start + passageLength));
    const matches = all
      .filter((match) => match.start >= start && match.end <= end)
      .map((match) => ({ ...match, start: match.start - start, end: match.end - start }));
    return { start: offset + start, end: offset + end, words, matches };
  });
}

function beginningOf(content: string): Passage {
  return { start: 0, end: endOfWord(content, passageLength), words: 0, matches: [] };
}

function endOfPiece(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const blank = Math.max(text.lastIndexOf(" ", at), text.lastIndexOf("\n", at));
  return blank > at - 200 ? blank : notWithin(text, at);
}

/** A little before a match, where a word begins. */
function startOfWord(text: string, match: number): number {
  const from = Math.max(0, match - leadLength);
  if (from === 0) return 0;
  const blank = text.slice(from, match).search(/\s/);
  return blank < 0 ? notWithin(text, from) : from + blank + 1;
}

function endOfWord(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const part = text.slice(at - leadLength, at);
  const blank = Math.max(part.lastIndexOf(" "), part.lastIndexOf("\n"));
  return blank < 0 ? notWithin(text, at) : at - leadLength + blank;
}

/** Not between the halves of a surrogate pair. */
function notWithin(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;
}

function join(passages: Highlighted[]): Highlighted {
  let text = "";
  const highlights: Highlighted["highlights"] = [];
  for (const passage of passages) {
    if (text !== "") text += " … ";
    const offset = text.length;
    highlights.push(
      ...passage.highlights.map(({ start, end }) => ({ start: start + offset, end: end + offset })),
    );
    text += passage.text;
  }
  return { text, highlights };
}
