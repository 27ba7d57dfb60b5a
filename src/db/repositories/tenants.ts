import { members } from "../schema/members";
import { tenants } from "../schema/tenants";
import { users } from "../schema/users";
import type { TenantTx } from "../tenant";

/** Throws ConstraintError `tenants_slug_key`. */
export async function insert(tx: TenantTx, row: typeof tenants.$inferInsert): Promise<void> {
  await tx.insert(tenants).values(row);
}

/** Throws ConstraintError `users_email_normalised_key`. The transaction must run on behalf of this very user. */
export async function insertUser(tx: TenantTx, row: typeof users.$inferInsert): Promise<void> {
  await tx.insert(users).values(row);
}

export async function insertMember(tx: TenantTx, row: typeof members.$inferInsert): Promise<void> {
  await tx.insert(members).values(row);
}
