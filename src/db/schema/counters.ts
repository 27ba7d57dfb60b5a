import { bigint, foreignKey, integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { articles } from "./articles";
import { ownerAccess } from "./policies";
import { belongsToTenant, tenantTableWithoutId } from "./tenant-table";

/**
 * Counters kept by triggers, so that no list ever counts rows. Each is spread over slots, so that writers don't queue
 * behind one row: a writer takes a slot that nobody holds, or makes one; a reader adds them up. A slot may be negative.
 */
export const articleCounts = tenantTableWithoutId(
  "article_counts",
  {
    articleId: uuid("article_id").notNull(),
    slot: integer("slot").notNull(),
    likes: bigint("likes", { mode: "number" }).notNull().default(0),
    comments: bigint("comments", { mode: "number" }).notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.articleId, t.slot] }),
    foreignKey({
      columns: [t.tenantId, t.articleId],
      foreignColumns: [articles.tenantId, articles.id],
    }).onDelete("cascade"),
  ],
);

/** How many articles a tenant has per status. `scope` is `all` or `author:<user id>`. */
export const articleTotals = tenantTableWithoutId(
  "article_totals",
  {
    scope: text("scope").notNull(),
    status: text("status").notNull(),
    slot: integer("slot").notNull(),
    total: bigint("total", { mode: "number" }).notNull().default(0),
    /** Of titles and content, in scope `all` alone. */
    bytes: bigint("bytes", { mode: "number" }).notNull().default(0),
  },
  (t) => [belongsToTenant(t), primaryKey({ columns: [t.tenantId, t.scope, t.status, t.slot] })],
);

/** Other totals of a tenant. `subject` is `likes`, `comments:<status>`, `tags`, `bytes:revisions` or `bytes:answers`. */
export const tenantTotals = tenantTableWithoutId(
  "tenant_totals",
  {
    subject: text("subject").notNull(),
    slot: integer("slot").notNull(),
    total: bigint("total", { mode: "number" }).notNull().default(0),
  },
  (t) => [belongsToTenant(t), ownerAccess(), primaryKey({ columns: [t.tenantId, t.subject, t.slot] })],
);
