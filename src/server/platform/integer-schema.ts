import { z } from "zod";

/** Decimal digits as the number that they are; whatever else is left as it is, for the schema behind to refuse. */
export function parseDigits(value: unknown): unknown {
  return typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
}

/** A whole number as queries and forms write it: digits alone, no sign, blank, exponent or other base. */
export const integerString = (min: number, max: number) =>
  z.preprocess(parseDigits, z.int({ error: "must be a whole number, in digits" }).min(min).max(max));
