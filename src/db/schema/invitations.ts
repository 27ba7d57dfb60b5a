import { sql } from "drizzle-orm";
import { check, foreignKey, index, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { at, isOneOf, version } from "./columns";
import { roles } from "./enumerations";
import { members } from "./members";
import { ownerAccess } from "./policies";
import { tenantTable } from "./tenant-table";

/**
 * An invitation to a tenant, sent to a mail address. Open until it is accepted or cancelled, or expires. Of the link's
 * token only the SHA-256 is kept, in hex; sending it again replaces it.
 */
export const invitations = tenantTable(
  "invitations",
  {
    email: text("email").notNull(),
    emailNormalised: text("email_normalised").notNull(),
    role: text("role", { enum: roles }).notNull(),
    tokenHash: text("token_hash").notNull(),
    invitedBy: uuid("invited_by").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    acceptedAt: at("accepted_at"),
    cancelledAt: at("cancelled_at"),
    version: version(),
  },
  (t) => [
    ownerAccess(),
    unique("invitations_tenant_id_token_hash_key").on(t.tenantId, t.tokenHash),
    index("invitations_token_hash_idx").on(t.tokenHash),
    uniqueIndex("invitations_open_key")
      .on(t.tenantId, t.emailNormalised)
      .where(sql`${t.acceptedAt} is null and ${t.cancelledAt} is null`),
    index("invitations_open_to_idx")
      .on(t.emailNormalised)
      .where(sql`${t.acceptedAt} is null and ${t.cancelledAt} is null`),
    index("invitations_expires_at_idx").on(t.expiresAt),
    foreignKey({
      columns: [t.tenantId, t.invitedBy],
      foreignColumns: [members.tenantId, members.userId],
    }).onDelete("cascade"),
    check("invitations_role_check", isOneOf(t.role, roles)),
  ],
);
