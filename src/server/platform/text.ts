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
export function isVisible(value: string): boolean {
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

/** The part of an address that names a thing: lower-case letters a-z, digits and single hyphens. */
export const slug = (lengthMax: number) =>
  text()
    .min(1, "must not be empty")
    .max(lengthMax, `must have at most ${lengthMax} characters`)
    .regex(
      /^[a-z0-9]+(-[a-z0-9]+)*$/,
      "may have lower-case letters a-z, digits and single hyphens between them",
    );
