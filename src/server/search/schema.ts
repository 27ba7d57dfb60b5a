import { z } from "zod";
import { searchMax } from "@/db/repositories/search";
import { articleStatuses } from "@/db/schema/enumerations";
import { integerString } from "../platform/integer-schema";
import type { SectionDefinitions } from "../platform/section-definition";
import { slug, words } from "../platform/text";

export const sections = {
  Search: { place: 60, description: "Full-text search." },
} satisfies SectionDefinitions;

export const searchQuery = z.strictObject({
  /** Words; "quoted" ones stand together, -word must not be there, `or` is or. */
  q: words(200).meta({ example: "harbour -tides" }),
  status: z.enum(articleStatuses, { error: "must be draft, published or archived" }).optional(),
  authorId: z.uuid().optional(),
  tag: slug(100).meta({ example: "harbour" }).optional(),
  limit: integerString(1, 50).default(20),
  /** No more matches than that are found. */
  offset: integerString(0, searchMax).default(0),
});
export type SearchQuery = z.output<typeof searchQuery>;
