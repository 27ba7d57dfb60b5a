import { z } from "zod";
import { commentStatuses } from "@/db/schema/enumerations";
import { idPage } from "../platform/paging";
import type { SectionDefinitions } from "../platform/section-definition";
import { readable } from "../platform/text";

export const sections = {
  Comments: { place: 30, description: "Comments on articles, and their moderation." },
} satisfies SectionDefinitions;

const body = readable(5_000).meta({ example: "Saw it from the pier." });
const status = z.enum(commentStatuses, { error: "must be pending, approved or rejected" });

export const createComment = z.strictObject({ body });

/** Of one article. */
export const listComments = z.strictObject(idPage);
export type ListComments = z.output<typeof listComments>;

/** Of all articles. */
export const listAllComments = z.strictObject({
  ...idPage,
  status: status.optional(),
  articleId: z.uuid().optional(),
});
export type ListAllComments = z.output<typeof listAllComments>;

export const updateComment = z
  .strictObject({ body, status })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, { error: "must change at least one field" });
export type UpdateComment = z.output<typeof updateComment>;
