import { z } from "zod";
import { text } from "../platform/text";

/** A mail address as typed, white space at the ends aside. */
export const emailAddress = text()
  .trim()
  .max(254, "must have at most 254 characters")
  .pipe(z.email({ error: "must be a mail address such as ada@example.org" }));

/** What two spellings of one address have in common. Lower-casing the part before the @ is what people expect. */
export function normaliseEmail(email: string): string {
  return email.normalize("NFC").toLowerCase();
}
