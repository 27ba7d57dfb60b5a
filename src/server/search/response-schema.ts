import { z } from "zod";
import { articleStatuses } from "@/db/schema/enumerations";
import { person } from "../platform/person-schema";
import type { FoundArticle } from "./service";

const spans = z.array(z.object({ start: z.int(), end: z.int() })).meta({
  description: "Matched words, from `start` up to, not including, `end`, in UTF-16 code units",
});

/** An article that was found. */
export const searchHitResponse = z
  .object({
    id: z.uuid(),
    slug: z.string().meta({ example: "tides-of-the-north-harbour" }),
    title: z.string().meta({ example: "Tides of the north harbour" }),
    titleHighlights: spans,
    snippet: z
      .string()
      .meta({ description: "Plain text: up to two passages of the content", example: "the old harbour … " }),
    snippetHighlights: spans,
    status: z.enum(articleStatuses),
    author: person,
    rank: z.number().meta({ description: "Higher is better; only to compare hits of one search" }),
    publishedAt: z.date().nullable(),
    updatedAt: z.date(),
  })
  .meta({ id: "SearchHit" });

export function serializeHit(hit: FoundArticle): z.input<typeof searchHitResponse> {
  const { title, snippet } = hit;
  return {
    ...hit,
    title: title.text,
    titleHighlights: title.highlights,
    snippet: snippet.text,
    snippetHighlights: snippet.highlights,
  };
}
