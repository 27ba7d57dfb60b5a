import { sql } from "drizzle-orm";
import { check, foreignKey, index, text, uuid } from "drizzle-orm/pg-core";
import { articles } from "./articles";
import { isOneOf, versioned } from "./columns";
import { commentStatuses } from "./enumerations";
import { members } from "./members";
import { publicSeesOnly } from "./policies";
import { tenantTable } from "./tenant-table";

/**
 * A member's comment on an article, plain text. Only approved ones are shown and counted; the others wait for, or did not
 * get, the approval of somebody who may delete comments.
 */
export const comments = tenantTable(
  "comments",
  {
    articleId: uuid("article_id").notNull(),
    authorId: uuid("author_id").notNull(),
    body: text("body").notNull(),
    status: text("status", { enum: commentStatuses }).notNull().default("approved"),
    ...versioned(),
  },
  (t) => [
    publicSeesOnly("approved_only", sql`status = 'approved'`),
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
