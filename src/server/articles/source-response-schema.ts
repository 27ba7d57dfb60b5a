import { z } from "zod";
import { articleStatuses } from "@/db/schema/enumerations";

/** Where an article comes from, and what it is now. */
export const articleSourceResponse = z
  .object({
    importer: z.string().meta({ example: "markdown" }),
    path: z.string().meta({ example: "posts/tides.md" }),
    fingerprint: z.string().nullable().meta({ example: "published 5f1c9a" }),
    article: z.object({
      id: z.uuid(),
      slug: z.string().meta({ example: "tides" }),
      status: z.enum(articleStatuses),
    }),
  })
  .meta({ id: "ArticleSource" });
