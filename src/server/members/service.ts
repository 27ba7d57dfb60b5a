import * as steps from "@/db/repositories/account-steps";
import * as members from "@/db/repositories/members";
import type { Role } from "@/db/schema/enumerations";
import type { TenantTx } from "@/db/tenant";
import { assertCan, insufficientPermissions } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import { readTenant, withTenant } from "../platform/database";
import { AppError } from "../platform/errors";

export type Member = members.MemberRow;

/** Everyone in the tenant who hasn't been removed, by name. Needs `admin`. */
export function listMembers(context: TenantContext): Promise<Member[]> {
  assertCan(context, "admin");
  return readTenant(context, (tx) => members.list(tx, context.tenantId));
}

/**
 * Gives a member another role. It counts from their next request on; their sessions in this tenant end, so that a token
 * never outlives the role it was made for. Needs `admin`. Throws `member_not_found`, `last_admin`.
 */
export async function changeRole(context: TenantContext, userId: string, role: Role): Promise<void> {
  await changeMember(context, userId, async (tx, member) => {
    if (member.role === role) return;
    await members.update(tx, context.tenantId, userId, { role });
    await Promise.all([
      steps.deleteSessionsOfMember(tx, userId),
      recordEvent(tx, context, "member.role_changed", userId, {
        name: member.name,
        role,
        previousRole: member.role,
      }),
    ]);
  });
}

/** Locks a member out at once, until they are reactivated. Their keys rest as well. Needs `admin`. */
export async function suspendMember(context: TenantContext, userId: string): Promise<void> {
  await changeMember(context, userId, async (tx, member) => {
    if (member.status === "suspended") return;
    await leave(tx, context, member, "suspended");
  });
}

/** Lets a suspended member in again, with the role that they had. Needs `admin`. */
export async function reactivateMember(context: TenantContext, userId: string): Promise<void> {
  await changeMember(context, userId, async (tx, member) => {
    if (member.status === "active") return;
    await members.update(tx, context.tenantId, userId, { status: "active" });
    await recordEvent(tx, context, "member.reactivated", userId, { name: member.name, role: member.role });
  });
}

/** Takes a member out of the tenant at once. What they wrote stays, in their name. Needs `admin`. */
export async function removeMember(context: TenantContext, userId: string): Promise<void> {
  await changeMember(context, userId, (tx, member) => leave(tx, context, member, "removed"));
}

async function leave(
  tx: TenantTx,
  context: TenantContext,
  { userId, name, role }: Member,
  status: "suspended" | "removed",
): Promise<void> {
  await members.update(tx, context.tenantId, userId, { status });
  await Promise.all([
    steps.deleteSessionsOfMember(tx, userId),
    recordEvent(tx, context, `member.${status}`, userId, { name, role }),
  ]);
}

/**
 * One change of a member, one after the other in a tenant. A tenant keeps an active admin, whatever happens at the same
 * time; and whoever makes the change is asked once more for their own role, which may have been taken in the meantime.
 */
async function changeMember(
  context: TenantContext,
  userId: string,
  change: (tx: TenantTx, member: Member) => Promise<void>,
): Promise<void> {
  assertCan(context, "admin");
  const { tenantId } = context;
  await withTenant(context, async (tx) => {
    await members.lock(tx, tenantId);
    await assertStillAdmin(tx, context);
    const member = await members.findById(tx, tenantId, userId);
    if (!member || member.status === "removed") throw new AppError("member_not_found", "Member not found");
    await change(tx, member);
    if (member.role === "admin" && (await members.countOtherAdmins(tx, tenantId, userId)) === 0) {
      await assertStaysAdmin(tx, context, userId);
    }
  });
}

/** The last other admin is gone, so this one has to be one after the change as well; else the change is rolled back. */
async function assertStaysAdmin(tx: TenantTx, { tenantId }: TenantContext, userId: string): Promise<void> {
  const after = await members.findById(tx, tenantId, userId);
  if (after?.role === "admin" && after.status === "active") return;
  throw new AppError("last_admin", "An organisation needs an active admin. Make somebody else one first.");
}

async function assertStillAdmin(tx: TenantTx, { actor, tenantId }: TenantContext): Promise<void> {
  if (actor.type !== "member") return;
  const self = await members.findById(tx, tenantId, actor.id);
  if (self?.role !== "admin" || self.status !== "active") throw insufficientPermissions("admin");
}
