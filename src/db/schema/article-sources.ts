import { foreignKey, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { articles } from "./articles";
import { tenantId } from "./columns";

/**
 * Where an article was imported from. An import changes only what is its own, and finds it by this rather than by its
 * slug, which may be anybody's. `fingerprint` is the importer's: what it wrote the last time.
 */
export const articleSources = pgTable(
  "article_sources",
  {
    tenantId: tenantId(),
    articleId: uuid("article_id").notNull(),
    importer: text("importer").notNull(),
    path: text("path").notNull(),
    fingerprint: text("fingerprint"),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.articleId, t.importer] }),
    unique("article_sources_path_key").on(t.tenantId, t.importer, t.path),
    foreignKey({
      columns: [t.tenantId, t.articleId],
      foreignColumns: [articles.tenantId, articles.id],
    }).onDelete("cascade"),
  ],
);
