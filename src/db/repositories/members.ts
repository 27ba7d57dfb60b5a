import { and, asc, count, eq, ne, sql } from "drizzle-orm";
import type { MemberStatus, Role } from "../schema/enumerations";
import { members } from "../schema/members";
import { tenants } from "../schema/tenants";
import { users } from "../schema/users";
import type { TenantId, TenantTx } from "../tenant";

export interface MemberRow {
  userId: string;
  name: string;
  email: string;
  role: Role;
  status: MemberStatus;
  createdAt: Date;
}

function selectMembers(tx: TenantTx) {
  const { userId, name, role, status, createdAt } = members;
  return tx
    .select({ userId, name, role, status, createdAt, email: users.email })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .$dynamic();
}

/** Everyone who hasn't been removed, by name. */
export async function list(tx: TenantTx, tenantId: TenantId): Promise<MemberRow[]> {
  return selectMembers(tx)
    .where(and(eq(members.tenantId, tenantId), ne(members.status, "removed")))
    .orderBy(asc(members.name), asc(members.userId))
    .limit(1_000);
}

export async function findById(
  tx: TenantTx,
  tenantId: TenantId,
  userId: string,
): Promise<MemberRow | undefined> {
  const [row] = await selectMembers(tx).where(
    and(eq(members.tenantId, tenantId), eq(members.userId, userId)),
  );
  return row;
}

/** The member with this address, unless they were removed. */
export async function findByEmail(
  tx: TenantTx,
  tenantId: TenantId,
  emailNormalised: string,
): Promise<MemberRow | undefined> {
  const [row] = await selectMembers(tx).where(
    and(
      eq(members.tenantId, tenantId),
      eq(users.emailNormalised, emailNormalised),
      ne(members.status, "removed"),
    ),
  );
  return row;
}

/**
 * Changes of who is in a tenant wait here for each other, so that each sees what the one before it did. Doesn't hold up
 * those who only refer to the tenant.
 */
export async function lock(tx: TenantTx, tenantId: TenantId): Promise<void> {
  await tx.select({ id: tenants.id }).from(tenants).where(eq(tenants.id, tenantId)).for("no key update");
}

/** Active admins beside this one. */
export async function countOtherAdmins(tx: TenantTx, tenantId: TenantId, userId: string): Promise<number> {
  const [row] = await tx
    .select({ count: count() })
    .from(members)
    .where(
      and(
        eq(members.tenantId, tenantId),
        eq(members.role, "admin"),
        eq(members.status, "active"),
        ne(members.userId, userId),
      ),
    );
  return row?.count ?? 0;
}

export async function update(
  tx: TenantTx,
  tenantId: TenantId,
  userId: string,
  changes: { role?: Role; status?: MemberStatus; name?: string },
): Promise<void> {
  await tx
    .update(members)
    .set({ ...changes, updatedAt: sql`now()` })
    .where(and(eq(members.tenantId, tenantId), eq(members.userId, userId)));
}

/** Adds a member, or takes a removed one back. Returns false if they are a member, active or suspended. */
export async function join(
  tx: TenantTx,
  row: { tenantId: TenantId; userId: string; role: Role; name: string },
): Promise<boolean> {
  const { role, name } = row;
  const joined = await tx
    .insert(members)
    .values(row)
    .onConflictDoUpdate({
      target: [members.tenantId, members.userId],
      set: { role, name, status: "active", updatedAt: sql`now()` },
      setWhere: eq(members.status, "removed"),
    })
    .returning({ userId: members.userId });
  return joined.length === 1;
}
