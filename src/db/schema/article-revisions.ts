import { boolean, foreignKey, integer, jsonb, text, unique, uuid } from "drizzle-orm/pg-core";
import { articles } from "./articles";
import { at } from "./columns";
import { members } from "./members";
import { staffOnly } from "./policies";
import { tenantTable } from "./tenant-table";

/**
 * Each saved state of an article's text, the current one included. Changes of status leave the text as it is and so
 * keep none: until the next revision, later versions of the article have the same text.
 *
 * `number` counts an article's revisions from 1 without gaps, since they go only with the article itself: the newest
 * number is therefore their total. A run of autosaves shares one row, from `firstVersion` to `version`; every other
 * row stays as it was written.
 */
export const articleRevisions = tenantTable(
  "article_revisions",
  {
    articleId: uuid("article_id").notNull(),
    number: integer("number").notNull(),
    /** The article's version with this text; the first and the last of a run of autosaves. */
    firstVersion: integer("first_version").notNull(),
    version: integer("version").notNull(),
    title: text("title").notNull(),
    slug: text("slug").notNull(),
    content: text("content").notNull(),
    /** By slug, as names may be spelled anew. */
    tags: jsonb("tags").$type<{ slug: string; name: string }[]>().notNull(),
    /** By field, the version of the article that changed it last. One that is missing may have changed at any time. */
    fieldVersions: jsonb("field_versions").$type<Record<string, number>>().notNull(),
    autosave: boolean("autosave").notNull(),
    /** The number of the revision whose text was brought back. */
    restoredFrom: integer("restored_from"),
    savedBy: uuid("saved_by").notNull(),
    /** When the row was begun, and when it got this text: they differ in a run of autosaves. */
    startedAt: at("started_at").notNull().defaultNow(),
    savedAt: at("saved_at").notNull().defaultNow(),
  },
  (t) => [
    staffOnly(),
    unique("article_revisions_number_key").on(t.tenantId, t.articleId, t.number),
    foreignKey({
      columns: [t.tenantId, t.articleId],
      foreignColumns: [articles.tenantId, articles.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [t.tenantId, t.savedBy],
      foreignColumns: [members.tenantId, members.userId],
    }),
  ],
);
