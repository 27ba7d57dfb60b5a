import { z } from "zod";
import { person } from "../platform/person";

/** What the API shows of a comment. */
export const commentRepresentation = z
  .object({
    id: z.uuid(),
    articleId: z.uuid(),
    body: z.string().meta({ description: "Plain text", example: "Saw it from the pier." }),
    createdAt: z.date(),
    author: person,
  })
  .meta({ id: "Comment" });
