import { z } from "zod";
import { revisionFields } from "@/db/repositories/article-revisions";
import { person } from "../platform/person-schema";

const tag = z.object({
  slug: z.string().meta({ example: "harbour" }),
  name: z.string().meta({ example: "Harbour" }),
});

const summary = z.object({
  id: z.uuid(),
  articleId: z.uuid(),
  number: z.int().meta({ description: "Counts the article's revisions, from 1", example: 4 }),
  firstVersion: z.int().meta({ description: "The first version of the article that it stands for" }),
  version: z.int().meta({
    description: "The last one that was saved into it: they differ in a run of autosaves",
  }),
  title: z.string().meta({ example: "Tides of the north harbour" }),
  slug: z.string().meta({ example: "tides-of-the-north-harbour" }),
  tags: tag.array(),
  changed: z.enum(revisionFields).array().meta({ description: "What was changed by it" }),
  autosave: z.boolean(),
  restoredFrom: z.int().nullable().meta({ description: "The number of the revision that it brought back" }),
  savedBy: person,
  savedAt: z.date(),
  current: z.boolean().meta({ description: "True for the one that the article is at" }),
});
export type RevisionSummary = z.output<typeof summary>;

/** A revision as lists show it. */
export const revisionSummary = summary.meta({ id: "RevisionSummary" });

export const revisionResponse = summary
  .extend({ content: z.string().meta({ description: "Markdown", example: "The ebb was *late* again." }) })
  .meta({ id: "Revision" });
export type Revision = z.output<typeof revisionResponse>;

const hunk = z.object({
  beforeStart: z.int().meta({ description: "Number of the first line, from 1, as in a unified diff" }),
  beforeLines: z.int(),
  afterStart: z.int(),
  afterLines: z.int(),
  lines: z
    .string()
    .array()
    .meta({
      description: "Each with a space (it is in both), `-` or `+` in front, as in a unified diff",
      example: [" The ebb", "-was late.", "+was late again."],
    }),
});

const side = z.object({ id: z.uuid(), number: z.int(), version: z.int() });
const textChange = z.object({
  before: z.string().meta({ example: "Tides" }),
  after: z.string().meta({ example: "Tides of the north harbour" }),
});

export const revisionDiff = z
  .object({
    before: side.nullable().meta({ description: "Null where nothing was before: at the first revision" }),
    after: side,
    fields: z
      .object({
        title: textChange.nullable(),
        slug: textChange.nullable(),
        tags: z.object({ added: tag.array(), removed: tag.array() }).nullable(),
        content: z
          .object({
            linesAdded: z.int(),
            linesRemoved: z.int(),
            exact: z.boolean().meta({
              description: "False if so much differs that the differing middle is given as one piece",
            }),
            hunks: hunk.array(),
          })
          .nullable(),
      })
      .meta({ description: "By field; null where it is the same" }),
  })
  .meta({ id: "RevisionDiff", description: "What differs, from the older of two revisions to the newer." });
export type RevisionDiff = z.output<typeof revisionDiff>;
