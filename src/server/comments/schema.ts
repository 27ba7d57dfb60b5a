import { z } from "zod";
import { text } from "../platform/text";

export const createComment = z.strictObject({
  body: text().trim().min(1, "must not be empty").max(5_000, "must have at most 5000 characters"),
});

export const listComments = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).max(10_000).default(0),
  /** The id of the last comment of the page before. */
  cursor: z.uuid().optional(),
});
export type ListComments = z.output<typeof listComments>;
