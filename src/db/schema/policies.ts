import { type SQL, sql } from "drizzle-orm";
import { pgPolicy } from "drizzle-orm/pg-core";

/** The role of the program; the policies of the public audience bind it alone, not the owner's functions. */
const appRole = "masthead_app";

/**
 * A setting of the transaction, null where it isn't set: after a transaction a custom setting reads as '', not NULL. As
 * a sub-select it is read once for a statement instead of once for a row.
 */
const settingAsUuid = (name: "app.tenant_id" | "app.user_id") =>
  sql.raw(`(select nullif(current_setting('${name}', true), '')::uuid)`);

export const currentTenantId = settingAsUuid("app.tenant_id");
export const currentUserId = settingAsUuid("app.user_id");

/** Rows of the current tenant, to read and to write, for everyone. `column` holds the tenant's id. */
export function tenantIsolation(column: "tenant_id" | "id" = "tenant_id") {
  const isOfTenant = sql`${sql.raw(column)} = ${currentTenantId}`;
  return pgPolicy("tenant_isolation", { using: isOfTenant, withCheck: isOfTenant });
}

/**
 * What the owner sees beyond the current tenant: only on tables that the functions of the schema `app`, which run as the
 * owner, look into before a tenant is known.
 */
export const ownerAccess = () =>
  pgPolicy("owner_access", { to: "current_user", using: sql`true`, withCheck: sql`true` });

/** The same where those functions change nothing beyond the current tenant. */
export const ownerReads = () =>
  pgPolicy("owner_access", { for: "select", to: "current_user", using: sql`true` });

/** Visitors and publishable keys see only rows of which the condition holds, whatever a query forgets. */
export const publicSeesOnly = (name: string, condition: SQL) =>
  restrict(name, sql`${isStaff} or ${condition}`);

/** Visitors and publishable keys see no row. */
export const staffOnly = () => restrict("staff_only", isStaff);

/** The program inserts only rows of which the condition holds. */
export const insertsOnly = (name: string, condition: SQL) =>
  pgPolicy(name, { as: "restrictive", for: "insert", to: appRole, withCheck: condition });

const isStaff = sql`(select coalesce(current_setting('app.audience', true), '')) <> 'public'`;

const restrict = (name: string, using: SQL) =>
  pgPolicy(name, { as: "restrictive", for: "select", to: appRole, using });
