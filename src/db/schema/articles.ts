import { type SQL, sql } from "drizzle-orm";
import { check, customType, foreignKey, index, integer, text, unique, uuid } from "drizzle-orm/pg-core";
import { at, isOneOf, versioned } from "./columns";
import { articleStatuses } from "./enumerations";
import { members } from "./members";
import { ownerAccess, publicSeesOnly } from "./policies";
import { tenantTable } from "./tenant-table";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

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
    /** The version that changed `status` or `publishedAt` last; null where nobody noted it. */
    stateVersion: integer("state_version").default(1),
    publishedAt: at("published_at"),
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
    index("articles_search_idx").using("gin", t.tenantId, t.search),
    check("articles_status_check", isOneOf(t.status, articleStatuses)),
    check("articles_published_has_date", sql`${t.status} <> 'published' or ${t.publishedAt} is not null`),
  ],
);
