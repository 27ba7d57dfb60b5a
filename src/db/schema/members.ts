import { sql } from "drizzle-orm";
import { check, index, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { isOneOf, versioned } from "./columns";
import { memberStatuses, roles } from "./enumerations";
import { ownerAccess, publicSeesOnly } from "./policies";
import { belongsToTenant, tenantTableWithoutId } from "./tenant-table";
import { users } from "./users";

/**
 * A user in a tenant, with a role. Rows are never deleted: a removed member stays as the author of what they wrote.
 * `name` and `avatarUrl` are the byline in this tenant, kept here so that lists of articles need no look at `users`.
 */
export const members = tenantTableWithoutId(
  "members",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    role: text("role", { enum: roles }).notNull(),
    status: text("status", { enum: memberStatuses }).notNull().default("active"),
    name: text("name").notNull(),
    avatarUrl: text("avatar_url"),
    ...versioned(),
  },
  (t) => [
    belongsToTenant(t),
    ownerAccess(),
    publicSeesOnly("authors_only", sql`app.is_public_author(user_id)`),
    primaryKey({ columns: [t.tenantId, t.userId] }),
    index("members_user_id_idx").on(t.userId),
    check("members_role_check", isOneOf(t.role, roles)),
    check("members_status_check", isOneOf(t.status, memberStatuses)),
  ],
);
