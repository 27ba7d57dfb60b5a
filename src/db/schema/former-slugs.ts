import { sql } from "drizzle-orm";
import { foreignKey, index, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { articles } from "./articles";
import { at } from "./columns";
import { ownerAccess, publicSeesOnly } from "./policies";
import { tags } from "./tags";
import { belongsToTenant, tenantTableWithoutId } from "./tenant-table";

/**
 * Slugs that were public once. Triggers write them when a slug changes; each leads on to the thing with its present slug and is
 * kept from others: an article's while the article is there, an organisation's for 90 days.
 */
export const formerArticleSlugs = tenantTableWithoutId(
  "former_article_slugs",
  {
    slug: text("slug").notNull(),
    articleId: uuid("article_id").notNull(),
    givenUpAt: at("given_up_at").notNull().defaultNow(),
  },
  (t) => [
    publicSeesOnly("published_only", sql`app.is_published(article_id)`),
    primaryKey({ columns: [t.tenantId, t.slug] }),
    index("former_article_slugs_article_idx").on(t.tenantId, t.articleId),
    foreignKey({
      name: "former_article_slugs_article_fk",
      columns: [t.tenantId, t.articleId],
      foreignColumns: [articles.tenantId, articles.id],
    }).onDelete("cascade"),
  ],
);

export const formerTagSlugs = tenantTableWithoutId(
  "former_tag_slugs",
  {
    slug: text("slug").notNull(),
    tagId: uuid("tag_id").notNull(),
    givenUpAt: at("given_up_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.slug] }),
    index("former_tag_slugs_tag_idx").on(t.tenantId, t.tagId),
    foreignKey({
      name: "former_tag_slugs_tag_fk",
      columns: [t.tenantId, t.tagId],
      foreignColumns: [tags.tenantId, tags.id],
    }).onDelete("cascade"),
  ],
);

/** Looked up before a tenant is known, by `app.resolve_site` alone. */
export const formerTenantSlugs = tenantTableWithoutId(
  "former_tenant_slugs",
  {
    slug: text("slug").notNull(),
    givenUpAt: at("given_up_at").notNull().defaultNow(),
  },
  (t) => [
    ownerAccess(),
    primaryKey({ columns: [t.tenantId, t.slug] }),
    index("former_tenant_slugs_slug_idx").on(t.slug, t.givenUpAt),
    belongsToTenant(t, "former_tenant_slugs_tenant_fk"),
  ],
);
