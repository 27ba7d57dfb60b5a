import { and, asc, count, eq, gt, ne, or, type SQL, sql } from "drizzle-orm";
import type { MemberStatus, Role } from "../schema/enumerations";
import { members } from "../schema/members";
import { tenants } from "../schema/tenants";
import { users } from "../schema/users";
import type { TenantId, TenantTx } from "../tenant";
import { boundedCount } from "./bounded-count";

export interface MemberRow {
  userId: string;
  name: string;
  email: string;
  avatarUrl: string | null;
  role: Role;
  status: MemberStatus;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface MemberFilter {
  role?: Role | undefined;
  status?: MemberStatus | undefined;
  /** A part of the name, whatever its case and accents. */
  name?: string | undefined;
  /** Also look for it in the mail address. */
  orEmail?: boolean | undefined;
}

function selectMembers(tx: TenantTx) {
  const { userId, name, avatarUrl, role, status, version, createdAt, updatedAt } = members;
  return tx
    .select({ userId, name, avatarUrl, role, status, version, createdAt, updatedAt, email: users.email })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .$dynamic();
}

/** Everyone who hasn't been removed, by id: whose account is older comes first. */
export async function list(
  tx: TenantTx,
  tenantId: TenantId,
  filter: MemberFilter,
  page: { limit: number; offset: number; afterId?: string | undefined },
): Promise<MemberRow[]> {
  return selectMembers(tx)
    .where(and(matches(tenantId, filter), page.afterId ? gt(members.userId, page.afterId) : undefined))
    .orderBy(asc(members.userId))
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}

export function countMatching(
  tx: TenantTx,
  tenantId: TenantId,
  filter: MemberFilter,
  max: number,
): Promise<number> {
  return boundedCount(tx, members, matches(tenantId, filter), max);
}

function matches(tenantId: TenantId, { role, status, name, orEmail }: MemberFilter): SQL | undefined {
  return and(
    eq(members.tenantId, tenantId),
    ne(members.status, "removed"),
    role === undefined ? undefined : eq(members.role, role),
    status === undefined ? undefined : eq(members.status, status),
    name === undefined
      ? undefined
      : or(
          sql`position(app.fold(${name}) in app.fold(${members.name})) > 0`,
          orEmail
            ? sql`exists (select from ${users} where ${users.id} = ${members.userId}
                and position(lower(${name}) in ${users.emailNormalised}) > 0)`
            : undefined,
        ),
  );
}

export async function findById(
  tx: TenantTx,
  tenantId: TenantId,
  userId: string,
): Promise<MemberRow | undefined> {
  const [row] = await selectMembers(tx)
    .where(and(eq(members.tenantId, tenantId), eq(members.userId, userId)))
    .execute();
  return row;
}

/** The active member with this address. */
export async function findByEmail(
  tx: TenantTx,
  tenantId: TenantId,
  emailNormalised: string,
): Promise<MemberRow | undefined> {
  const [row] = await selectMembers(tx)
    .where(
      and(
        eq(members.tenantId, tenantId),
        eq(users.emailNormalised, emailNormalised),
        eq(members.status, "active"),
      ),
    )
    .execute();
  return row;
}

/**
 * Changes of who is in a tenant wait here for each other, so that each sees what the one before it did. Doesn't hold up
 * those who only refer to the tenant.
 */
export async function lock(tx: TenantTx, tenantId: TenantId): Promise<void> {
  await tx
    .select({ id: tenants.id })
    .from(tenants)
    .where(eq(tenants.id, tenantId))
    .for("no key update")
    .execute();
}

/** Active admins beside this one. */
export async function countOtherAdmins(tx: TenantTx, tenantId: TenantId, userId: string): Promise<number> {
  const [row] = await tx
    .select({ count: count() })
    .from(members)
    .where(isOtherAdmin(tenantId, userId))
    .execute();
  return row?.count ?? 0;
}

/** The active admin beside this one whose account is the oldest. */
export async function findOtherAdmin(
  tx: TenantTx,
  tenantId: TenantId,
  userId: string,
): Promise<string | undefined> {
  const [row] = await tx
    .select({ userId: members.userId })
    .from(members)
    .where(isOtherAdmin(tenantId, userId))
    .orderBy(asc(members.userId))
    .limit(1)
    .execute();
  return row?.userId;
}

function isOtherAdmin(tenantId: TenantId, userId: string): SQL | undefined {
  const { role, status } = members;
  return and(
    eq(members.tenantId, tenantId),
    eq(role, "admin"),
    eq(status, "active"),
    ne(members.userId, userId),
  );
}

export async function update(
  tx: TenantTx,
  tenantId: TenantId,
  userId: string,
  changes: { role?: Role; status?: MemberStatus; name?: string },
): Promise<void> {
  await tx
    .update(members)
    .set({ ...changes, version: sql`${members.version} + 1`, updatedAt: sql`now()` })
    .where(and(eq(members.tenantId, tenantId), eq(members.userId, userId)))
    .execute();
}

/** Adds a member, or takes a removed or suspended one back. Returns false if they are an active member. */
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
      set: { role, name, status: "active", version: sql`${members.version} + 1`, updatedAt: sql`now()` },
      setWhere: ne(members.status, "active"),
    })
    .returning({ userId: members.userId })
    .execute();
  return joined.length === 1;
}
