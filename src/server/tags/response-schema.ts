import { z } from "zod";

/** What the API shows of a tag. */
export const tagResponse = z
  .object({
    id: z.uuid(),
    slug: z.string().meta({ example: "harbour" }),
    name: z.string().meta({ example: "Harbour" }),
    articles: z.int().meta({ description: "How many articles carry it, drafts too, counted up to 1,000" }),
    version: z.int(),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "Tag" });
