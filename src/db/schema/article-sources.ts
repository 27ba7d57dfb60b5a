import { foreignKey, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { articles } from "./articles";
import { staffOnly } from "./policies";
import { tenantTableWithoutId } from "./tenant-table";

/**
 * Where an article was imported from. An import changes only what is its own, and finds it by this rather than by its
 * slug, which may be anybody's. `fingerprint` is the importer's: what it wrote the last time.
 */
export const articleSources = tenantTableWithoutId(
  "article_sources",
  {
    articleId: uuid("article_id").notNull(),
    importer: text("importer").notNull(),
    path: text("path").notNull(),
    fingerprint: text("fingerprint"),
  },
  (t) => [
    staffOnly(),
    primaryKey({ columns: [t.tenantId, t.articleId, t.importer] }),
    unique("article_sources_path_key").on(t.tenantId, t.importer, t.path),
    foreignKey({
      columns: [t.tenantId, t.articleId],
      foreignColumns: [articles.tenantId, articles.id],
    }).onDelete("cascade"),
  ],
);
