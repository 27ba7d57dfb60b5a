import slugify from "@sindresorhus/slugify";
import { isSlug } from "../platform/text";
import { slugLengthMax } from "./schema";

/** A slug made of a title or a name, in latin letters alone; empty if nothing of it can be written in them. */
export function latinSlugOf(title: string, lengthMax: number): string {
  return cut(inLatin(title), lengthMax);
}

/**
 * A slug made of a title or a name: in latin letters where they can write it, and where not (Han, Hangul, Hebrew, Thai and
 * the like) in its own; empty if there are neither letters nor digits.
 */
export function slugOf(title: string, lengthMax = slugLengthMax): string {
  const seen = title.normalize("NFC").replace(/\p{Default_Ignorable_Code_Point}/gu, "");
  if (!/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(seen))
    return cut(inLatin(seen), lengthMax);
  const own = partsOf(seen).map(({ text, isOwn }) => (isOwn ? ownLetters(text) : withEnds(text)));
  const slug = cut(own.join(""), lengthMax);
  return isSlug(slug) ? slug : cut(inLatin(seen), lengthMax);
}

/** Slugs to try one after the other for a new article: the title's own, then with a number, at last with `random`. */
export function* slugCandidates(title: string, random: string): Generator<string> {
  const base = slugOf(title, slugLengthMax - 20) || "article";
  yield base;
  for (let number = 2; number <= 4; number++) yield `${base}-${number}`;
  yield `${base}-${random}`;
}

function inLatin(text: string): string {
  return slugify(text, { decamelize: false }).replace(/[^a-z0-9]+/g, "-");
}

/** Scripts whose letters are written in latin ones, or not at all: they look like latin ones. */
const looksLikeOthers =
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}]/u;

/** In the one spelling that a slug may have. */
function ownLetters(text: string): string {
  const lower = text.toLowerCase().normalize("NFC");
  return isSlug(lower) ? lower : lower.normalize("NFKC").toLowerCase().normalize("NFC");
}

interface Part {
  text: string;
  /** Whether it stays in its own letters. */
  isOwn: boolean;
}

/** Runs of letters that can be written in latin ones, with all that isn't letters, and of those that can't. */
function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  for (const [letter] of text.matchAll(/\P{M}\p{M}*|\p{M}+/gsu)) {
    const isOwn = /^[\p{L}\p{N}]/u.test(letter) && !looksLikeOthers.test(letter) && inLatin(letter) === "";
    const last = parts.at(-1);
    if (last && last.isOwn === isOwn) last.text += letter;
    else parts.push({ text: letter, isOwn });
  }
  return parts;
}

/** Where a part begins or ends between words, a hyphen parts it from its neighbour. */
function withEnds(text: string): string {
  const isWord = (letter: string | undefined) => /[\p{L}\p{N}\p{M}]/u.test(letter ?? "");
  return `${isWord(text.at(0)) ? "" : "-"}${inLatin(text)}${isWord(text.at(-1)) ? "" : "-"}`;
}

function cut(slug: string, lengthMax: number): string {
  return slug
    .replace(/-+/g, "-")
    .replace(/^-/, "")
    .slice(0, lengthMax)
    .replace(/[\ud800-\udbff]$/, "")
    .replace(/-+$/, "");
}
