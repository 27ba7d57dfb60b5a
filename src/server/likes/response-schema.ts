import { z } from "zod";
import { person } from "../platform/person-schema";

/** Whether the actor likes an article. */
export const likeResponse = z
  .object({
    liked: z.boolean(),
    likes: z.int().meta({ description: "Likes of the article in all" }),
  })
  .meta({ id: "Like" });

/** A member who likes an article. */
export const likerResponse = z.object({ member: person, likedAt: z.date() }).meta({ id: "Liker" });
