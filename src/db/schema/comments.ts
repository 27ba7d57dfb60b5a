import { foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { articles } from "./articles";
import { at, tenantId } from "./columns";
import { members } from "./members";

/** A member's comment on an article, plain text. */
export const comments = pgTable(
  "comments",
  {
    tenantId: tenantId(),
    id: uuid("id").notNull(),
    articleId: uuid("article_id").notNull(),
    authorId: uuid("author_id").notNull(),
    body: text("body").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("comments_article_idx").on(t.tenantId, t.articleId, t.id),
    foreignKey({
      columns: [t.tenantId, t.articleId],
      foreignColumns: [articles.tenantId, articles.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [t.tenantId, t.authorId],
      foreignColumns: [members.tenantId, members.userId],
    }).onDelete("cascade"),
  ],
);
