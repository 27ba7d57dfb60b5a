import { type SQL, sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  check,
  customType,
  foreignKey,
  index,
  integer,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { at, isOneOf, versioned } from "./columns";
import { articleStatuses, scheduleProblems } from "./enumerations";
import { members } from "./members";
import { ownerAccess, publicSeesOnly } from "./policies";
import { tenantTable } from "./tenant-table";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/**
 * The time of what is planned next for an article: it is taken back after it was published, never before. Not `coalesce`, which
 * counts as leaky: under row security no index would be used for what is compared with it.
 */
export function scheduledAt(t: { publishAt: AnyPgColumn; unpublishAt: AnyPgColumn }): SQL<Date | null> {
  return sql`(case when ${t.publishAt} is null then ${t.unpublishAt} else ${t.publishAt} end)`;
}

/**
 * An article: Markdown, byte for byte as it was sent. `version` counts saved changes and is the ETag.
 * `search` covers the first 100,000 characters (70,000 of letters that take three bytes or more), so that no content can
 * exceed the 1 MB limit of a tsvector.
 * Its index begins with the tenant, by the extension btree_gin.
 */
export const articles = tenantTable(
  "articles",
  {
    authorId: uuid("author_id").notNull(),
    slug: text("slug").notNull(),
    title: text("title").notNull(),
    content: text("content").notNull(),
    /** Plain text, made from the content at each save, so that lists need not read the content. */
    excerpt: text("excerpt").notNull().default(""),
    status: text("status", { enum: articleStatuses }).notNull().default("draft"),
    /** The version that changed `status`, `publishedAt` or what is planned last; null where nobody noted it. */
    stateVersion: integer("state_version").default(1),
    publishedAt: at("published_at"),
    /** When it is to be published, by the worker. */
    publishAt: at("publish_at"),
    /** When it is to be taken back to the drafts. */
    unpublishAt: at("unpublish_at"),
    /** The member who planned it, and who has to be allowed to when the time has come. */
    scheduledBy: uuid("scheduled_by"),
    /** Why the time came and nothing was done. */
    scheduleProblem: text("schedule_problem", { enum: scheduleProblems }),
    ...versioned(),
    search: tsvector("search").generatedAlwaysAs(
      (): SQL => sql`setweight(app.search_words(title), 'A') || setweight(app.search_words(content), 'B')`,
    ),
  },
  (t) => [
    ownerAccess(),
    publicSeesOnly("published_only", sql`status = 'published'`),
    unique("articles_tenant_id_slug_key").on(t.tenantId, t.slug),
    foreignKey({
      columns: [t.tenantId, t.authorId],
      foreignColumns: [members.tenantId, members.userId],
    }),
    foreignKey({
      columns: [t.tenantId, t.scheduledBy],
      foreignColumns: [members.tenantId, members.userId],
    }),
    // Ascending: read backwards they also serve "newest first". Drizzle's desc() would add NULLS LAST, which no
    // ORDER BY … DESC asks for, and the planner would sort instead.
    index("articles_updated_idx").on(t.tenantId, t.updatedAt, t.id),
    index("articles_status_updated_idx").on(t.tenantId, t.status, t.updatedAt, t.id),
    index("articles_author_updated_idx").on(t.tenantId, t.authorId, t.updatedAt, t.id),
    index("articles_created_idx").on(t.tenantId, t.createdAt, t.id),
    index("articles_status_created_idx").on(t.tenantId, t.status, t.createdAt, t.id),
    index("articles_author_created_idx").on(t.tenantId, t.authorId, t.createdAt, t.id),
    index("articles_published_idx").on(t.tenantId, t.status, t.publishedAt, t.id),
    index("articles_any_published_idx")
      .on(t.tenantId, t.publishedAt, t.id)
      .where(sql`${t.publishedAt} is not null`),
    index("articles_author_published_idx")
      .on(t.tenantId, t.authorId, t.publishedAt, t.id)
      .where(sql`${t.publishedAt} is not null`),
    index("articles_scheduled_idx")
      .on(t.tenantId, scheduledAt(t), t.id)
      .where(sql`${scheduledAt(t)} is not null`),
    // Of all tenants, so that the worker sees at once whether anything is due.
    index("articles_due_idx")
      .on(scheduledAt(t))
      .where(sql`${scheduledAt(t)} is not null and ${t.scheduleProblem} is null`),
    index("articles_search_idx").using("gin", t.tenantId, t.search),
    check("articles_status_check", isOneOf(t.status, articleStatuses)),
    check("articles_published_has_date", sql`${t.status} <> 'published' or ${t.publishedAt} is not null`),
    check("articles_publish_at_check", sql`${t.publishAt} is null or ${t.status} <> 'published'`),
    check(
      "articles_unpublish_at_check",
      sql`${t.unpublishAt} is null or coalesce(${t.unpublishAt} > ${t.publishAt}, ${t.status} = 'published')`,
    ),
    check(
      "articles_scheduled_by_check",
      sql`(coalesce(${t.publishAt}, ${t.unpublishAt}) is null) = (${t.scheduledBy} is null)`,
    ),
    check(
      "articles_schedule_problem_check",
      sql`${t.scheduleProblem} is null or (${isOneOf(t.scheduleProblem, scheduleProblems)} and ${t.scheduledBy} is not null)`,
    ),
  ],
);
