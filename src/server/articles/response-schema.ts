import { z } from "zod";
import { articleStatuses, scheduleProblems } from "@/db/schema/enumerations";
import { person } from "../platform/person-schema";

const planned = z.date().nullable().optional();

/** What the API shows of an article. */
export const articleResponse = z
  .object({
    id: z.uuid().meta({ example: "01937d2a-5c1e-7a34-8f00-6b1f0c9d2e11" }),
    slug: z.string().meta({ example: "tides-of-the-north-harbour" }),
    title: z.string().meta({ example: "Tides of the north harbour" }),
    content: z.string().optional().meta({
      description: "Markdown, byte for byte as it was sent",
      example: "The ebb was *late* again.",
    }),
    excerpt: z.string().meta({
      description: "Plain text from the beginning of the content",
      example: "The ebb was late again.",
    }),
    status: z.enum(articleStatuses),
    version: z.int().meta({ description: "Counts saved changes; the ETag is made of it", example: 3 }),
    author: person,
    tags: z.array(
      z.object({
        slug: z.string().meta({ example: "harbour" }),
        name: z.string().meta({ example: "Harbour" }),
      }),
    ),
    counts: z.object({ likes: z.int(), comments: z.int() }),
    publishedAt: z.date().nullable().meta({ description: "When it was first published" }),
    publishAt: planned.meta({ description: "When it will be published. For members and secret keys." }),
    unpublishAt: planned.meta({ description: "When it will be a draft again. For members and secret keys." }),
    scheduleProblem: z.enum(scheduleProblems).nullable().optional().meta({
      description:
        "Why what was planned was not done: `not_allowed`: who planned it may not publish it any more; `window_passed`: by then it should have been a draft again. For members and secret keys.",
    }),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "Article" });

/** In lists, where `fields` may leave parts out. */
export const listedArticleResponse = articleResponse
  .partial()
  .meta({ id: "ListedArticle", description: "An article, or the parts of it that `fields` asked for." });
