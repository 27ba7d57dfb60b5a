import { z } from "zod";
import { integerString } from "../platform/integer-schema";
import { line } from "../platform/text";

const importer = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, "must be a name of lower-case letters a-z, digits and hyphens")
  .meta({ example: "markdown" });
const path = line(500).meta({
  description:
    "What the importer calls the thing there, such as the path of a file; an article is found by it",
  example: "posts/tides.md",
});

/** Where an article comes from. */
export const articleSource = z.strictObject({
  importer,
  path,
  fingerprint: line(500)
    .meta({ description: "The importer's own: what it wrote the last time", example: "published 5f1c9a" })
    .optional(),
});

export const listSources = z.strictObject({
  importer,
  limit: integerString(1, 100).default(20),
  /** `meta.nextCursor` of the page before: the path of its last source. */
  cursor: line(500).meta({ example: "posts/tides.md" }).optional(),
});
export type ListSources = z.output<typeof listSources>;
