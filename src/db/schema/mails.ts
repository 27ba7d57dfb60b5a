import { index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns";
import { ownerAccess } from "./policies";

/**
 * The outbox: mails on their way, or orders to write one to an address that may have no account. A row is written in
 * the transaction of what the mail is about and deleted once the mail server has taken it. `payload` is encrypted
 * (AES-256-GCM), since it holds links that are secrets. Not a tenant table, and closed: only the `app.mail_*` functions
 * reach it.
 */
export const mails = pgTable(
  "mails",
  {
    id: uuid("id").primaryKey(),
    payload: text("payload").notNull(),
    attempts: integer("attempts").notNull().default(0),
    /** Before this nobody else takes the mail up. */
    nextAttemptAt: at("next_attempt_at").notNull(),
    /** From then on the mail is worth nothing, since its link has expired. */
    expiresAt: at("expires_at").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [ownerAccess(), index("mails_next_attempt_at_idx").on(t.nextAttemptAt)],
);
