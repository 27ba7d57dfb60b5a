import { sql } from "drizzle-orm";
import { check, pgPolicy, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns";
import { currentTenantId, currentUserId, ownerAccess } from "./policies";

const isSelf = sql`id = ${currentUserId}`;

/**
 * A person with one login. Not a tenant table: a user may be a member of several tenants.
 * The program's role can't read `password_hash`; it is given out by `app.find_credentials` alone.
 */
export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey(),
    /** As typed, for display and for sending. */
    email: text("email").notNull(),
    /** Lower-cased and NFC; what sign-in compares. */
    emailNormalised: text("email_normalised").notNull().unique("users_email_normalised_key"),
    name: text("name").notNull(),
    avatarUrl: text("avatar_url"),
    passwordHash: text("password_hash").notNull(),
    /** When the address was shown to be this person's, by opening a link that was sent there; null until then. */
    emailVerifiedAt: at("email_verified_at"),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [
    pgPolicy("self_or_fellow_member", {
      for: "select",
      using: sql`id = ${currentUserId} or exists (select from members
        where members.user_id = users.id and members.tenant_id = ${currentTenantId})`,
    }),
    pgPolicy("self_insert", { for: "insert", withCheck: isSelf }),
    pgPolicy("self_update", { for: "update", using: isSelf, withCheck: isSelf }),
    ownerAccess(),
    check("users_password_is_argon2id", sql`${t.passwordHash} like '$argon2id$%'`),
  ],
);
