import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, text, unique, uuid } from "drizzle-orm/pg-core";
import { at, isOneOf, version } from "./columns";
import { apiKeyKinds, roles } from "./enumerations";
import { members } from "./members";
import { ownerAccess, staffOnly } from "./policies";
import { tenantTable } from "./tenant-table";

/**
 * A machine's credential, bound to one tenant and one role. Only its SHA-256 is kept, in hex: the key has 178 random
 * bits, so a slow hash would add cost and no safety. What a key writes is authored by the member who made the key.
 */
export const apiKeys = tenantTable(
  "api_keys",
  {
    name: text("name").notNull(),
    kind: text("kind", { enum: apiKeyKinds }).notNull(),
    role: text("role", { enum: roles }).notNull(),
    hash: text("hash").notNull(),
    /** The last four characters, so that a person can tell keys apart. */
    hint: text("hint").notNull(),
    createdBy: uuid("created_by").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at"),
    revokedAt: at("revoked_at"),
    lastUsedAt: at("last_used_at"),
    /** Requests a minute at most, on top of the general limits; null: no limit of its own. */
    rateLimitPerMinute: integer("rate_limit_per_minute"),
    /** The key that was made to take its place; until it expires both work. */
    replacedBy: uuid("replaced_by"),
    version: version(),
  },
  (t) => [
    ownerAccess(),
    staffOnly(),
    unique("api_keys_tenant_id_hash_key").on(t.tenantId, t.hash),
    index("api_keys_hash_idx").on(t.hash),
    foreignKey({
      columns: [t.tenantId, t.createdBy],
      foreignColumns: [members.tenantId, members.userId],
    }).onDelete("cascade"),
    foreignKey({ columns: [t.tenantId, t.replacedBy], foreignColumns: [t.tenantId, t.id] }),
    check("api_keys_rate_limit_check", sql`${t.rateLimitPerMinute} between 1 and 100000`),
    check("api_keys_kind_check", isOneOf(t.kind, apiKeyKinds)),
    check("api_keys_role_check", isOneOf(t.role, roles)),
  ],
);
