import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { at, isOneOf } from "./columns";
import { tokenPurposes } from "./enumerations";
import { ownerAccess } from "./policies";
import { users } from "./users";

/**
 * Links and challenges of accounts: single use, expiring. `id` is the SHA-256 of the token, in hex. Not a tenant table:
 * it belongs to a person, or to nobody yet (`sign_up`). Closed: only `app.*` functions reach it.
 */
export const accountTokens = pgTable(
  "account_tokens",
  {
    id: text("id").primaryKey(),
    purpose: text("purpose", { enum: tokenPurposes }).notNull(),
    userId: uuid("user_id").references(() => users.id, { onDelete: "cascade" }),
    /** The address that the link was sent to. */
    email: text("email").notNull(),
    /** The same, lower-cased and NFC. */
    emailNormalised: text("email_normalised").notNull(),
    /** What a sign-up is about, encrypted, until its link is opened. */
    payload: text("payload"),
    expiresAt: at("expires_at").notNull(),
    usedAt: at("used_at"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    ownerAccess(),
    index("account_tokens_user_id_idx").on(t.userId, t.purpose),
    index("account_tokens_expires_at_idx").on(t.expiresAt),
    check("account_tokens_purpose_check", isOneOf(t.purpose, tokenPurposes)),
  ],
);
