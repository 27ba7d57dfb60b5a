import { z } from "zod";

/** A date and time from outside, in ISO 8601 with its offset. Refuses years that Postgres or ISO's four digits have no place for. */
export const datetime = (error = "must be a date and time such as 2026-11-22T09:30:00Z") =>
  z.iso
    .datetime({ offset: true, error })
    .transform((value) => new Date(value))
    .refine(isStorable, { error: "must be between the years 1 and 9999" });

/** True in the years 1 to 9999 of UTC. */
export function isStorable(date: Date): boolean {
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999;
}
