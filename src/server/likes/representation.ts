import { z } from "zod";

/** Whether the actor likes an article. */
export const likeRepresentation = z
  .object({
    liked: z.boolean(),
    likes: z.int().meta({ description: "Likes of the article in all" }),
  })
  .meta({ id: "Like" });
