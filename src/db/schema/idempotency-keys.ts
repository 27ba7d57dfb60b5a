import { index, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns";
import { ownerAccess } from "./policies";
import { belongsToTenant, tenantTableWithoutId } from "./tenant-table";

/**
 * The first answer to each POST that came with an Idempotency-Key, written in the transaction of the change itself: an
 * answer is here if and only if its change was made. Keys are those of one actor, so nobody is handed an answer that was
 * meant for a higher role. `answer` (headers and body) is encrypted, since some hold a secret that is shown only once.
 */
export const idempotencyKeys = tenantTableWithoutId(
  "idempotency_keys",
  {
    actorId: uuid("actor_id").notNull(),
    key: text("key").notNull(),
    /** SHA-256 of method, path and body, in hex: the same key with anything else is a mistake of the client. */
    requestHash: text("request_hash").notNull(),
    status: smallint("status").notNull(),
    answer: text("answer").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
  },
  (t) => [
    belongsToTenant(t),
    ownerAccess(),
    primaryKey({ columns: [t.tenantId, t.actorId, t.key] }),
    index("idempotency_keys_expires_at_idx").on(t.expiresAt),
  ],
);
