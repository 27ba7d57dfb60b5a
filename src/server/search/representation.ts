import { z } from "zod";
import { articleStatuses } from "@/db/schema/enumerations";
import { person } from "../platform/person";
import type { Span } from "./highlights";
import type { FoundArticle } from "./service";

const spans = z.array(z.object({ start: z.int(), end: z.int() })).meta({
  description: "Matched words, from `start` up to, not including, `end`, in UTF-16 code units",
});

/** An article that was found. */
export const searchHitRepresentation = z
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

export function presentHit(hit: FoundArticle): z.input<typeof searchHitRepresentation> {
  const { id, slug, status, title, snippet, author, rank, publishedAt, updatedAt } = hit;
  return {
    id,
    slug,
    title: title.text,
    titleHighlights: title.highlights.map(presentSpan),
    snippet: snippet.text,
    snippetHighlights: snippet.highlights.map(presentSpan),
    status,
    author,
    rank,
    publishedAt,
    updatedAt,
  };
}

function presentSpan({ start, end }: Span): Span {
  return { start, end };
}
