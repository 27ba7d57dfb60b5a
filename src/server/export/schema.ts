import { z } from "zod";
import type { SectionDefinitions } from "../platform/section-definition";

export const sections = {
  "Import and export": { place: 110, description: "Articles in bulk." },
} satisfies SectionDefinitions;

/** How an export is written: one JSON value to a line, or one JSON document. */
const exportFormats = ["ndjson", "json"] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const exportArticles = z.strictObject({
  format: z.enum(exportFormats).default("ndjson"),
  /** The id of the last article that the client has, to go on with an export that broke off. */
  after: z.uuid().optional(),
});
export type ExportArticles = z.output<typeof exportArticles>;

/** The first line of an export. `version` goes up when a reader of an earlier one could misunderstand a line. */
export const exportHeader = z.object({
  format: z.literal("masthead.articles"),
  version: z.literal(1),
  exportedAt: z.iso.datetime(),
  organisation: z.object({
    slug: z.string().meta({ example: "harbour-press" }),
    name: z.string().meta({ example: "Harbour Press" }),
  }),
  /** How many articles there were when the export began. */
  total: z.number().int().min(0),
});
export type ExportHeader = z.output<typeof exportHeader>;

/** A line of an export: an article with all that was written. Times are ISO 8601 in UTC. */
export const exportedArticle = z.object({
  id: z.uuid(),
  slug: z.string().meta({ example: "tides-of-the-north-harbour" }),
  title: z.string().meta({ example: "Tides of the north harbour" }),
  status: z.enum(["draft", "published", "archived"]),
  publishedAt: z.iso.datetime().nullable(),
  publishAt: z.iso.datetime().nullable(),
  unpublishAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  version: z.number().int(),
  author: z.object({ id: z.uuid(), name: z.string().meta({ example: "Ada Okafor" }) }),
  tags: z.array(
    z.object({
      slug: z.string().meta({ example: "harbour" }),
      name: z.string().meta({ example: "Harbour" }),
    }),
  ),
  /** Markdown, byte for byte as it was sent. */
  content: z.string().meta({ example: "The ebb was *late* again." }),
});
export type ExportedArticle = z.output<typeof exportedArticle>;

/** The last line: whoever doesn't see it has half an export. */
export const exportEnd = z.object({ end: z.literal(true), articles: z.number().int().min(0) });

/** An export as one JSON document. */
export const exportDocument = exportHeader
  .extend({ articles: exportedArticle.array() })
  .meta({ id: "ArticleExport" });

/** An export by lines. */
export const exportLines = z.string().meta({
  description:
    "One JSON value to a line: what the export is, each article, and at the end how many there were",
  example: '{"end":true,"articles":0}\n',
});
