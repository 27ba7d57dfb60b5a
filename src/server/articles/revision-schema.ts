import { z } from "zod";
import { invalidField } from "../platform/errors";
import { integerString } from "../platform/integer-schema";

/** What clients send about revisions. */

export const listRevisions = z.strictObject({
  limit: integerString(1, 100).default(20),
  offset: integerString(0, 10_000).default(0),
  /** `nextCursor` of the page before. */
  cursor: z.string().min(1).max(200).meta({ example: "cjQ" }).optional(),
});
export type ListRevisions = z.output<typeof listRevisions>;

export const diffRevision = z.strictObject({
  /** Another revision by its id, the one before, or the one that the article is at. */
  against: z
    .union([z.enum(["previous", "current"]), z.uuid()], {
      error: 'must be "previous", "current" or the id of a revision',
    })
    .default("previous"),
});
export type DiffRevision = z.output<typeof diffRevision>;

const cursorForm = /^r(\d{1,9})$/;

/** Cursors hold the number of the last revision shown. */
export function encodeRevisionCursor(number: number): string {
  return Buffer.from(`r${number}`).toString("base64url");
}

/** Throws `validation_failed` for a cursor that we didn't make. */
export function decodeRevisionCursor(cursor: string): number {
  const number = cursorForm.exec(Buffer.from(cursor, "base64url").toString())?.[1];
  if (!number) throw invalidField("cursor", "is not a cursor of this list: start again without it");
  return Number(number);
}
