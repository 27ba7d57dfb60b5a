import { z } from "zod";

/** Somebody as the author of something, with the name and picture that they have in this organisation. */
export const person = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ example: "Ada Okafor" }),
    avatar: z.string().nullable().meta({ description: "Address of a picture" }),
  })
  .meta({ id: "Person", description: "A member, as the author of something." });
