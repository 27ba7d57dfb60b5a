import { foreignKey, primaryKey, uuid } from "drizzle-orm/pg-core";
import { articles } from "./articles";
import { at } from "./columns";
import { members } from "./members";
import { tenantTableWithoutId } from "./tenant-table";

/** One like of one member for one article. The key makes liking twice at once one like. */
export const likes = tenantTableWithoutId(
  "likes",
  {
    articleId: uuid("article_id").notNull(),
    userId: uuid("user_id").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.articleId, t.userId] }),
    foreignKey({
      columns: [t.tenantId, t.articleId],
      foreignColumns: [articles.tenantId, articles.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [t.tenantId, t.userId],
      foreignColumns: [members.tenantId, members.userId],
    }).onDelete("cascade"),
  ],
);
