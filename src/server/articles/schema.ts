import { z } from "zod";
import { articleStatuses } from "@/db/schema/enumerations";
import { line, slug, text } from "../platform/text";

/** What clients send about articles. Unknown fields are refused, so nothing reaches a row that isn't listed here. */

export const slugLengthMax = 200;
export const tagsMax = 20;

const title = line(200);
/** May be empty: an article can begin with its title, and pages that only have one are imported too. */
const content = text();
const tagNames = z.array(line(50)).max(tagsMax, `must have at most ${tagsMax} tags`);
const publishedAt = z.iso
  .datetime({ offset: true, error: "must be a date and time such as 2026-11-22T09:30:00Z" })
  .transform((value) => new Date(value))
  .refine((date) => date.getFullYear() >= 1, { error: "must be after the year 0" })
  .refine((date) => date.getTime() <= Date.now() + 60_000, { error: "must not be in the future" });

export const createArticle = z.strictObject({
  title,
  content,
  slug: slug(slugLengthMax).optional(),
  tags: tagNames.optional(),
  status: z.enum(["draft", "published"]).default("draft"),
  /** When it was first published; for articles that come from elsewhere. */
  publishedAt: publishedAt.optional(),
});
export type CreateArticle = z.output<typeof createArticle>;

export const updateArticle = z
  .strictObject({
    title,
    content,
    slug: slug(slugLengthMax),
    tags: tagNames,
    publishedAt,
  })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, { error: "must change at least one field" });
export type UpdateArticle = z.output<typeof updateArticle>;

/** How a change is saved: an autosave is one that nobody asked for, and may share its revision with the next. */
export const saveOptions = z.strictObject({
  autosave: z
    .enum(["true", "false"], { error: "must be true or false" })
    .transform((value) => value === "true")
    .default(false),
});

export const articleFields = [
  "id",
  "slug",
  "title",
  "content",
  "excerpt",
  "status",
  "version",
  "author",
  "tags",
  "counts",
  "publishedAt",
  "createdAt",
  "updatedAt",
] as const;
export type ArticleField = (typeof articleFields)[number];

const fields = z
  .string()
  .transform((value) => value.split(","))
  .pipe(z.array(z.enum(articleFields)).min(1))
  .optional();

/** The order of a list: newest change first unless asked otherwise. */
export const articleSorts = ["-updatedAt", "updatedAt", "-publishedAt", "publishedAt"] as const;

export const listArticles = z.strictObject({
  status: z.enum(articleStatuses).optional(),
  authorId: z.uuid().optional(),
  tag: slug(100).optional(),
  slug: slug(slugLengthMax).optional(),
  /** Full text. Best matches come first; `sort` and `cursor` don't apply. */
  q: line(200).optional(),
  updatedAfter: z.iso
    .datetime({ offset: true })
    .transform((value) => new Date(value))
    .optional(),
  sort: z.enum(articleSorts).default("-updatedAt"),
  fields,
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).max(10_000).default(0),
  cursor: z.string().min(1).max(200).optional(),
});
export type ListArticles = z.output<typeof listArticles>;
