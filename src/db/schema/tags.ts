import { type SQL, sql } from "drizzle-orm";
import { foreignKey, index, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { articles } from "./articles";
import { versioned } from "./columns";
import { publicSeesOnly } from "./policies";
import { belongsToTenant, tenantTable, tenantTableWithoutId } from "./tenant-table";

/**
 * A tenant's tags. Names that differ only in case, accents and kinds of blanks are one tag, whose `key` they have in common;
 * the first spelling stays.
 */
export const tags = tenantTable(
  "tags",
  {
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    key: text("key")
      .notNull()
      .generatedAlwaysAs((): SQL => sql`app.tag_key(name)`),
    ...versioned(),
  },
  (t) => [
    belongsToTenant(t),
    unique("tags_tenant_id_slug_key").on(t.tenantId, t.slug),
    unique("tags_tenant_id_key_key").on(t.tenantId, t.key),
  ],
);

/** Which article carries which tag. */
export const articleTags = tenantTableWithoutId(
  "article_tags",
  {
    articleId: uuid("article_id").notNull(),
    tagId: uuid("tag_id").notNull(),
  },
  (t) => [
    publicSeesOnly("published_only", sql`app.is_published(article_id)`),
    primaryKey({ columns: [t.tenantId, t.articleId, t.tagId] }),
    index("article_tags_tag_idx").on(t.tenantId, t.tagId, t.articleId),
    foreignKey({
      columns: [t.tenantId, t.articleId],
      foreignColumns: [articles.tenantId, articles.id],
    }).onDelete("cascade"),
    foreignKey({ columns: [t.tenantId, t.tagId], foreignColumns: [tags.tenantId, tags.id] }).onDelete(
      "cascade",
    ),
  ],
);
