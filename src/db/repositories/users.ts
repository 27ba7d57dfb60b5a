import { eq, sql } from "drizzle-orm";
import { users } from "../schema/users";
import type { TenantTx } from "../tenant";

/** Changes of a user by themselves: row security lets a transaction change the user that it runs on behalf of, nobody else. */

export async function updatePassword(tx: TenantTx, userId: string, passwordHash: string): Promise<void> {
  await tx.update(users).set({ passwordHash, updatedAt: sql`now()` }).where(eq(users.id, userId)).execute();
}

export async function updateName(tx: TenantTx, userId: string, name: string): Promise<void> {
  await tx.update(users).set({ name, updatedAt: sql`now()` }).where(eq(users.id, userId)).execute();
}
