import { z } from "zod";
import { articleStatuses } from "@/db/schema/enumerations";

/** Where an article comes from, and what it is now. */
export const articleSourceRepresentation = z
  .object({
    importer: z.string(),
    path: z.string(),
    fingerprint: z.string().nullable(),
    article: z.object({ id: z.uuid(), slug: z.string(), status: z.enum(articleStatuses) }),
  })
  .meta({ id: "ArticleSource" });
