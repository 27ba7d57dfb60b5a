import { z } from "zod";
import { commentStatuses } from "@/db/schema/enumerations";
import { person } from "../platform/person-schema";

/** What the API shows of a comment. */
export const commentResponse = z
  .object({
    id: z.uuid(),
    articleId: z.uuid(),
    articleTitle: z.string().meta({ example: "Tides of the north harbour" }),
    body: z.string().meta({ description: "Plain text", example: "Saw it from the pier." }),
    status: z.enum(commentStatuses).meta({ description: "Only approved ones are shown and counted" }),
    author: person,
    version: z.int(),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "Comment" });
