import { check, foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { articles } from "./articles";
import { at, isOneOf, tenantId, version } from "./columns";
import { commentStatuses } from "./enumerations";
import { members } from "./members";

/**
 * A member's comment on an article, plain text. Only approved ones are shown and counted; the others wait for, or did not
 * get, the approval of somebody who may delete comments.
 */
export const comments = pgTable(
  "comments",
  {
    tenantId: tenantId(),
    id: uuid("id").notNull(),
    articleId: uuid("article_id").notNull(),
    authorId: uuid("author_id").notNull(),
    body: text("body").notNull(),
    status: text("status", { enum: commentStatuses }).notNull().default("approved"),
    version: version(),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index("comments_article_idx").on(t.tenantId, t.articleId, t.id),
    index("comments_author_idx").on(t.tenantId, t.authorId, t.status),
    index("comments_status_idx").on(t.tenantId, t.status, t.id),
    foreignKey({
      columns: [t.tenantId, t.articleId],
      foreignColumns: [articles.tenantId, articles.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [t.tenantId, t.authorId],
      foreignColumns: [members.tenantId, members.userId],
    }),
    check("comments_status_check", isOneOf(t.status, commentStatuses)),
  ],
);
