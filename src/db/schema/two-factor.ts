import { bigint, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns";
import { ownerAccess } from "./policies";
import { users } from "./users";

/**
 * A user's second factor by RFC 6238. `secret` is encrypted (AES-256-GCM, bound to the user). In force once it is
 * confirmed by a code. `lastStep` is the time step of the last code that was used: none is taken twice (RFC 6238, 5.2).
 * Closed: only the `app.two_factor_*` functions reach it.
 */
export const twoFactor = pgTable(
  "two_factor",
  {
    userId: uuid("user_id")
      .primaryKey()
      .references(() => users.id, { onDelete: "cascade" }),
    secret: text("secret").notNull(),
    confirmedAt: at("confirmed_at"),
    lastStep: bigint("last_step", { mode: "number" }),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  () => [ownerAccess()],
);

/**
 * Codes for when the second factor is lost. Only their SHA-256 is kept, in hex: each has 80 random bits. A used one is
 * deleted. Closed like the table above.
 */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    hash: text("hash").notNull(),
  },
  (t) => [ownerAccess(), primaryKey({ columns: [t.userId, t.hash] })],
);
