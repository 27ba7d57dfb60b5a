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

/** One line of text with something in it; white space at the ends is dropped. */
export const line = (lengthMax: number) =>
  text()
    .trim()
    .min(1, "must not be empty")
    .max(lengthMax, `must have at most ${lengthMax} characters`)
    .refine((value) => !/[\r\n]/.test(value), { error: "must be a single line" });

/** The part of an address that names a thing: lower-case letters a-z, digits and single hyphens. */
export const slug = (lengthMax: number) =>
  text()
    .min(1, "must not be empty")
    .max(lengthMax, `must have at most ${lengthMax} characters`)
    .regex(
      /^[a-z0-9]+(-[a-z0-9]+)*$/,
      "may have lower-case letters a-z, digits and single hyphens between them",
    );
