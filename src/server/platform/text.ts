import { z } from "zod";

/**
 * Text from outside. Refuses what can't be stored as it is: NUL, which Postgres has no place for, and lone halves of
 * surrogate pairs, which would silently turn into question marks.
 */
export const text = () =>
  z
    .string()
    .refine((value) => !value.includes("\0"), { error: "must not contain the character NUL" })
    .refine((value) => value.isWellFormed(), { error: "must be well-formed Unicode" });

/** Has a sign that can be seen: no mark alone, no filler, nothing that is left out when text is shown. */
function isVisible(value: string): boolean {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(value.replace(/[\p{Default_Ignorable_Code_Point}\u2800]/gu, ""));
}

const control = /(?![\t\n\r])\p{Cc}/u;
const noCharacter = /\p{Noncharacter_Code_Point}/u;

/**
 * Text that people read: something visible, without characters that neither screens nor feeds have a place for. White
 * space at the ends is dropped.
 */
export const readable = (lengthMax: number) =>
  text()
    .trim()
    .min(1, "must not be empty")
    .max(lengthMax, `must have at most ${lengthMax} characters`)
    .refine((value) => value === "" || isVisible(value), {
      error: "must not be empty: nothing in it can be seen",
    })
    .refine((value) => !control.test(value), { error: "must not contain control characters" })
    .refine((value) => !noCharacter.test(value), {
      error: "must not contain what is no character of Unicode",
    });

/** One line of text with something in it; white space at the ends is dropped. */
export const line = (lengthMax: number) =>
  readable(lengthMax)
    .refine((value) => !lineBreak.test(value), { error: "must be a single line" })
    .refine(keepsDirection, { error: "must not contain characters that turn the direction of what follows" });

/** Words to look for: any line. What can't be seen finds nothing. */
export const words = (lengthMax: number) =>
  text()
    .trim()
    .min(1, "must not be empty")
    .max(lengthMax, `must have at most ${lengthMax} characters`)
    .refine((value) => !lineBreak.test(value), { error: "must be a single line" });

const lineBreak = /[\r\n\x85\u2028\u2029]/;

/**
 * Whether the text beside a line is shown as it would be without it: no overrides, and each embedding or isolate that is
 * begun is ended. Right-to-left writing needs none of them, but some programs put them in.
 */
function keepsDirection(value: string): boolean {
  const open: string[] = [];
  for (const sign of value) {
    if (sign === "\u202d" || sign === "\u202e") return false;
    if (sign === "\u202a" || sign === "\u202b") open.push("\u202c");
    if (sign >= "\u2066" && sign <= "\u2068") open.push("\u2069");
    if ((sign === "\u202c" || sign === "\u2069") && open.pop() !== sign) return false;
  }
  return open.length === 0;
}

const plainSlug = (lengthMax: number) =>
  text().min(1, "must not be empty").max(lengthMax, `must have at most ${lengthMax} characters`);

/** The part of an address that names an organisation: lower-case letters a-z, digits and single hyphens. */
export const latinSlug = (lengthMax: number) =>
  plainSlug(lengthMax).regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    "may have lower-case letters a-z, digits and single hyphens between them",
  );

/**
 * The part of an address that names a thing: lower-case letters of any script, digits and single hyphens. Each has one
 * spelling, and letters that look alike don't stand for each other.
 */
export const slug = (lengthMax: number) =>
  plainSlug(lengthMax)
    .refine(isSpelledOnce, { error: "may have lower-case letters, digits and single hyphens between them" })
    .refine((value) => scriptsThatLookAlike.filter((script) => script.test(value)).length <= 1, {
      error: "must not mix letters of scripts that look alike, such as Latin and Cyrillic",
    });

const scriptsThatLookAlike = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Coptic}/u,
];

/** Thai, Lao and Tibetan signs that have one spelling although Unicode knows of another that is no better. */
const ownSpelling = /[\u0e33\u0eb3\u0edc\u0edd\u0f77\u0f79]/g;

/** Whether `slug` takes it, whatever its length. */
export function isSlug(value: string): boolean {
  return isSpelledOnce(value) && scriptsThatLookAlike.filter((script) => script.test(value)).length <= 1;
}

function isSpelledOnce(value: string): boolean {
  const isOneSpelling = value.replace(ownSpelling, "") === value.replace(ownSpelling, "").normalize("NFKC");
  if (!isOneSpelling || value !== value.normalize("NFC") || value !== value.toLowerCase()) return false;
  if (/\p{Default_Ignorable_Code_Point}/u.test(value)) return false;
  return /^[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(-[\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*$/u.test(value);
}
