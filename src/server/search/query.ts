import { fold, pairLetter, spellSigns, wordLetter } from "./fold";
import { formsOf, isCommonWord, withoutParticle } from "./word-forms";

/** What a search looks for, as Postgres takes it, and as it is found again in a text to be marked there. */
export interface SearchWords {
  /** The text of a tsquery; undefined where there is no word to look for. */
  tsquery: string | undefined;
  marked: MarkedWords;
}

/** Folded words that are to be marked, each with the number of the word of the query that it stands for. */
export interface MarkedWords {
  whole: Map<string, number>;
  beginnings: Map<string, number>;
  /** Pairs of letters, and single ones. */
  pairs: Map<string, number>;
}

/** Bounds of what a query costs: words beyond are not looked for, and of many only the first ones by their beginnings. */
const wordsMax = 32;
const beginningsMax = 8;

/** Letters of one word, or a run of letters that are searched by pairs. */
interface Word {
  text: string;
  isRun: boolean;
}

interface Term {
  words: Word[];
  isNegated: boolean;
  isQuoted: boolean;
}

/**
 * Reads a query: words that must be there, by their beginnings; "quoted" ones stand together as they are; -word must not
 * be there; `or` is or. Takes any input.
 */
export function readQuery(q: string): SearchWords {
  let beginnings = 0;
  const expressions: string[] = [];
  const marked: MarkedWords = { whole: new Map(), beginnings: new Map(), pairs: new Map() };
  for (const group of groupsOf(fold(q))) {
    const parts = group.map((term) => {
      const hasForms = !term.isNegated && !term.isQuoted && beginnings++ < beginningsMax;
      if (!term.isNegated) for (const word of term.words) mark(marked, word, hasForms);
      return term.isNegated ? `!${negated(term)}` : expressionOf(term, hasForms);
    });
    if (parts.length > 0) expressions.push(parts.join(" & "));
  }
  return { tsquery: expressions.length > 0 ? expressions.join(" | ") : undefined, marked };
}

/** Terms that must all be there, for each side of an `or`. Common words count only where there is nothing else. */
function groupsOf(folded: string): Term[][] {
  const groups: Term[][] = [[]];
  let count = 0;
  for (const [, minus, quoted, bare = ""] of folded.matchAll(
    /(?<!\S)(-?)(?:["“”„«»]([^"“”„«»]*)["“”„«»]?|(\S+))/gu,
  )) {
    if (bare === "or" && !minus) {
      groups.push([]);
      continue;
    }
    const words = wordsOf(quoted ?? bare.replace(/['’]s$/u, "")).slice(0, wordsMax - count);
    count += words.length;
    if (words.length > 0) {
      groups.at(-1)?.push({ words, isNegated: minus === "-", isQuoted: quoted !== undefined });
    }
  }
  const sides = groups.map(withoutCommonWords).filter((group) => group.length > 0);
  if (sides.length > 0 || groups.length === 1) return sides;
  return [[{ words: wordsOf("or"), isNegated: false, isQuoted: true }]];
}

function withoutCommonWords(group: Term[]): Term[] {
  const isCommon = ({ isNegated, isQuoted, words }: Term) =>
    !isNegated && !isQuoted && words.every(({ text }) => isCommonWord(text));
  const telling = group.filter((term) => !isCommon(term));
  return telling.some(({ isNegated }) => !isNegated) ? telling : group;
}

const words = new RegExp(`(${pairLetter}+)|${wordLetter}+`, "gv");

function wordsOf(folded: string): Word[] {
  return [...spellSigns(folded).matchAll(words)].map(([text, run]) => ({ text, isRun: run !== undefined }));
}

function expressionOf({ words, isQuoted }: Term, hasForms: boolean): string {
  const last = words.length - 1;
  const parts = words.map((word, index) =>
    word.isRun ? runOf(word.text, hasForms) : lexemesOf(word.text, hasForms && index === last),
  );
  // Pairs stand where their letters are, not where the run begins: only words can be asked to follow each other.
  const isPhrase = parts.length > 1 && !words.some(({ isRun }) => isRun);
  const joined = parts.join(isPhrase ? " <-> " : " & ");
  return isPhrase || isQuoted || parts.length > 1 ? `(${joined})` : joined;
}

/** A word by its beginning, and in the forms that it may have. Short and common ones are found only as they are. */
function lexemesOf(word: string, hasForms: boolean): string {
  if (!hasForms || !hasBeginnings(word)) return quote(word);
  const forms = formsOf(word);
  const beginnings = withoutCovered([...new Set([word, ...forms.beginnings])]);
  const whole = [...new Set(forms.whole)].filter(
    (text) => !beginnings.some((begun) => text.startsWith(begun)),
  );
  const all = [...beginnings.map((text) => `${quote(text)}:*`), ...whole.map(quote)];
  return all.length === 1 ? all.join("") : `(${all.join(" | ")})`;
}

/** A shorter beginning finds what a longer one does. */
function withoutCovered(beginnings: string[]): string[] {
  return beginnings.filter((one) => !beginnings.some((other) => other !== one && one.startsWith(other)));
}

function hasBeginnings(word: string): boolean {
  return [...word].length >= 3 && !isCommonWord(word);
}

function runOf(run: string, hasForms: boolean): string {
  const rest = hasForms ? withoutParticle(run) : undefined;
  return rest === undefined ? pairsOf(run) : `(${pairsOf(run)} | ${pairsOf(rest)})`;
}

function pairsOf(run: string): string {
  const [first = "", ...others] = pairsIn(run);
  if (first === run && [...run].length === 1) return `${quote(`z${run}`)}:*`;
  return `(${[first, ...others].map((pair) => quote(`z${pair}`)).join(" & ")})`;
}

/** Each pair once; a letter that stands alone by itself. */
function pairsIn(run: string): string[] {
  const letters = [...run];
  if (letters.length === 1) return letters;
  return [...new Set(letters.slice(1).map((letter, index) => `${letters[index]}${letter}`))];
}

/** What must not be there is meant as it is written, in one or in many. */
function negated(term: Term): string {
  const [word, ...others] = term.words;
  if (term.isQuoted || others.length > 0 || !word || word.isRun) return `(${expressionOf(term, false)})`;
  const other = word.text.endsWith("s") ? word.text.slice(0, -1) : `${word.text}s`;
  return `(${quote(word.text)} | ${quote(other || word.text)})`;
}

/** Words have letters, digits and marks alone. */
function quote(word: string): string {
  return `'${word}'`;
}

function mark(marked: MarkedWords, { text, isRun }: Word, hasForms: boolean): void {
  const number = marked.whole.size + marked.pairs.size;
  const add = (to: Map<string, number>, texts: string[]) => {
    for (const one of texts) if (!to.has(one)) to.set(one, number);
  };
  add(isRun ? marked.pairs : marked.whole, isRun ? pairsIn(text) : [text]);
  if (isRun || !hasForms || !hasBeginnings(text)) return;
  const { beginnings, whole } = formsOf(text);
  add(marked.whole, whole);
  add(marked.beginnings, [text, ...beginnings]);
}
