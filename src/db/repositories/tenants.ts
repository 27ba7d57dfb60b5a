import { eq, sql } from "drizzle-orm";
import { members } from "../schema/members";
import { tenants } from "../schema/tenants";
import { users } from "../schema/users";
import type { TenantId, TenantTx } from "../tenant";

export type TenantRow = typeof tenants.$inferSelect;

export type TenantChanges = Partial<
  Pick<TenantRow, "name" | "slug" | "commentsModerated" | "language" | "timeZone">
>;

export async function find(tx: TenantTx, tenantId: TenantId): Promise<TenantRow | undefined> {
  const [row] = await tx.select().from(tenants).where(eq(tenants.id, tenantId)).execute();
  return row;
}

/** Holds the tenant's settings for the rest of the transaction; doesn't hold up those who only refer to the tenant. */
export async function lock(tx: TenantTx, tenantId: TenantId): Promise<TenantRow | undefined> {
  const [row] = await tx
    .select()
    .from(tenants)
    .where(eq(tenants.id, tenantId))
    .for("no key update")
    .execute();
  return row;
}

/** Saves a change and counts the version up. Throws ConstraintError `tenants_slug_key`. */
export async function update(tx: TenantTx, tenantId: TenantId, changes: TenantChanges): Promise<void> {
  await tx
    .update(tenants)
    .set({ ...changes, version: sql`${tenants.version} + 1`, updatedAt: sql`now()` })
    .where(eq(tenants.id, tenantId))
    .execute();
}

/** Throws ConstraintError `tenants_slug_key`. */
export async function insert(tx: TenantTx, row: typeof tenants.$inferInsert): Promise<void> {
  await tx.insert(tenants).values(row).execute();
}

/** Throws ConstraintError `users_email_normalised_key`. The transaction must run on behalf of this very user. */
export async function insertUser(tx: TenantTx, row: typeof users.$inferInsert): Promise<void> {
  await tx.insert(users).values(row).execute();
}

export async function insertMember(tx: TenantTx, row: typeof members.$inferInsert): Promise<void> {
  await tx.insert(members).values(row).execute();
}
