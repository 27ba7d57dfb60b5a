import { sql } from "drizzle-orm";
import { foreignKey, index, pgPolicy, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns";
import { members } from "./members";
import { currentUserId, ownerAccess } from "./policies";

/**
 * A signed-in browser, bound to one user and one active tenant. `id` is the SHA-256 of the token in the cookie, in hex.
 * A session ends at `expiresAt` (moved forward by use) or at `absoluteExpiresAt` (never moved), whichever is first.
 * Written only by the `app.session_*` functions; the program's role may read the rows of the current user.
 */
export const sessions = pgTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    userId: uuid("user_id").notNull(),
    activeTenantId: uuid("active_tenant_id").notNull(),
    address: text("address"),
    userAgent: text("user_agent"),
    createdAt: at("created_at").notNull().defaultNow(),
    /** Accurate to five minutes, so that a busy session doesn't write on every request. */
    lastSeenAt: at("last_seen_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    absoluteExpiresAt: at("absolute_expires_at").notNull(),
  },
  (t) => [
    pgPolicy("own_sessions", { for: "select", using: sql`user_id = ${currentUserId}` }),
    ownerAccess(),
    foreignKey({
      columns: [t.activeTenantId, t.userId],
      foreignColumns: [members.tenantId, members.userId],
    }).onDelete("cascade"),
    index("sessions_user_id_idx").on(t.userId),
    index("sessions_expires_at_idx").on(t.expiresAt),
  ],
);
