import { z } from "zod";
import { articleStatuses } from "@/db/schema/enumerations";
import { datetime } from "../platform/datetime-schema";
import { integerString } from "../platform/integer-schema";
import type { SectionDefinitions } from "../platform/section-definition";
import { line, slug, text, words } from "../platform/text";
import { articleSource } from "./source-schema";

export const sections = {
  Articles: { place: 10, description: "Write, change, publish and read articles." },
  Revisions: { place: 20, description: "Earlier states of an article: read, compare, restore." },
} satisfies SectionDefinitions;

/** What clients send about articles. Unknown fields are refused, so nothing reaches a row that isn't listed here. */

export const slugLengthMax = 200;
export const tagsMax = 20;

const title = line(200).meta({ example: "Tides of the north harbour" });
/** May be empty: an article can begin with its title, and pages that only have one are imported too. */
const content = text().meta({ description: "Markdown", example: "The ebb was *late* again." });
const articleSlug = slug(slugLengthMax).meta({ example: "tides-of-the-north-harbour" });
const tagNames = z
  .array(line(50).meta({ example: "Harbour" }))
  .max(tagsMax, `must have at most ${tagsMax} tags`);
const publishedAt = datetime()
  .refine((date) => date.getTime() <= Date.now() + 60_000, {
    error: "must not be in the future",
  })
  .meta({ example: "2026-11-22T09:30:00Z" });

const plannedYearsMax = 10;
/** A time that passes would be no example any more. */
const exampleYear = new Date().getUTCFullYear() + 1;

/** A time to come. `now`: what to do where it should happen at once. */
const planned = (now: string) =>
  datetime("must be a date and time with its zone, such as 2026-12-03T09:00:00+01:00")
    .refine((date) => date.getTime() > Date.now(), { error: `must be in the future; ${now}` })
    .refine((date) => date.getTime() < Date.now() + plannedYearsMax * 366 * 86_400_000, {
      error: `must be within ${plannedYearsMax} years`,
    });
const publishAt = planned("to publish it now, publish it").meta({
  description: "When it is to be published; null: not by itself. Not for what is published.",
  example: `${exampleYear}-12-03T09:00:00+01:00`,
});
const unpublishAt = planned("to unpublish it now, unpublish it").meta({
  description:
    "When it is to become a draft again; null: not by itself. For what is published, or with `publishAt`, which is earlier.",
  example: `${exampleYear}-12-31T23:00:00+01:00`,
});

export const createArticle = z.strictObject({
  title,
  content,
  slug: articleSlug.optional(),
  tags: tagNames.optional(),
  status: z.enum(["draft", "published"]).default("draft"),
  /** When it was first published; for articles that come from elsewhere. */
  publishedAt: publishedAt.optional(),
  publishAt: publishAt.optional(),
  unpublishAt: unpublishAt.optional(),
  /** Where an import took it from. */
  source: articleSource.optional(),
});
export type CreateArticle = z.output<typeof createArticle>;

export const updateArticle = z
  .strictObject({
    title,
    content,
    slug: articleSlug,
    tags: tagNames,
    publishedAt,
    publishAt: publishAt.nullable(),
    unpublishAt: unpublishAt.nullable(),
    source: articleSource,
    authorId: z.uuid("must be the id of a member").meta({
      description: "Hands the article over to another active member whose role may write. For admins.",
    }),
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
  "publishAt",
  "unpublishAt",
  "scheduleProblem",
  "createdAt",
  "updatedAt",
] as const;
export type ArticleField = (typeof articleFields)[number];

const cursorMeta = {
  description: "`meta.nextCursor` of the page before",
  example: "WyJ1cGRhdGVkQXQiLHRydWUsMTc2MzgwMzgwMDAwMCwiMDE5MzdkMmEtNWMxZS03YTM0LThmMDAtNmIxZjBjOWQyZTExIl0",
};

const fields = z
  .string()
  .meta({
    description: `Which parts to answer, with commas between: ${articleFields.join(", ")}`,
    example: "id,slug,title",
  })
  .transform((value) => value.split(","))
  .pipe(z.array(z.enum(articleFields)).min(1))
  .optional();

/**
 * The order of a list: newest change first unless asked otherwise. `createdAt` never changes, so a walk in that order sees
 * each article once even if it is changed meanwhile; in the others a change may move it past the walker. By `publishedAt`
 * there are only those that have one; by `scheduledAt`, the time of what is planned next, those for which something is.
 */
export const articleSorts = [
  "-updatedAt",
  "updatedAt",
  "-publishedAt",
  "publishedAt",
  "-createdAt",
  "createdAt",
  "-scheduledAt",
  "scheduledAt",
] as const;

export const listArticles = z.strictObject({
  status: z.enum(articleStatuses).optional(),
  authorId: z.uuid().optional(),
  tag: slug(100).meta({ example: "harbour" }).optional(),
  slug: articleSlug.optional(),
  /** Full text. Best matches come first; `sort` doesn't apply, and there is no cursor, since ranks change. */
  q: words(200).meta({ example: "harbour tides" }).optional(),
  updatedAfter: datetime()
    .optional()
    .meta({ description: "Changed after this time. No way to keep a copy: for that there are events" }),
  /** Those for which something is planned, or was and didn't happen. Not with `q`. */
  scheduled: z.literal("true", { error: "must be true" }).optional(),
  sort: z.enum(articleSorts).default("-updatedAt"),
  fields,
  limit: integerString(1, 100).default(20),
  offset: integerString(0, 10_000).default(0),
  cursor: z.string().min(1).max(200).meta(cursorMeta).optional(),
});
export type ListArticles = z.output<typeof listArticles>;
