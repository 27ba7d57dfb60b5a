import * as steps from "@/db/repositories/account-queries";
import * as apiKeys from "@/db/repositories/api-keys";
import * as invitations from "@/db/repositories/invitations";
import * as members from "@/db/repositories/members";
import type { Role } from "@/db/schema/enumerations";
import type { TenantTx } from "@/db/tenant";
import { normaliseEmail } from "../auth/email";
import { forgetKeys } from "../auth/key-cache";
import { assertCan, can, insufficientPermissions } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import { readTenant, withTenant } from "../platform/database";
import { AppError } from "../platform/errors";
import { countMax, type Page, pageOf, readingOf } from "../platform/paging";
import { assertVersion, type Expected } from "../platform/versions";
import { type DepartedKeys, keysAboveRole, noKeys, type SecretKeyFate, transferKeys } from "./departed-keys";
import type { ListMembers, UpdateMember } from "./schema";

export type Member = members.MemberRow;

/** A member after a change, and what became of their keys. */
export interface ChangedMember {
  member: Member;
  keys: DepartedKeys;
}

/** How a member is changed: which versions may be, and what becomes of secret keys of whoever goes. */
export type Change = Expected & { keys?: SecretKeyFate | undefined };

/**
 * Those who are in the tenant, by id. Needs `read`; admins also see suspended ones and mail addresses (see
 * `serializeMember`), colleagues just who works with them.
 */
export async function listMembers(context: TenantContext, query: ListMembers): Promise<Page<Member>> {
  assertCan(context, "read");
  const { tenantId } = context;
  const { role, status, q } = query;
  const isAdmin = can(context.role, "admin");
  if (!isAdmin && status === "suspended") return { items: [], total: 0, nextCursor: null };
  const filter = { role, status: isAdmin ? status : ("active" as const), name: q, orEmail: isAdmin };
  const [rows, total] = await readTenant(context, (tx) =>
    tx.inOrder([
      () => members.list(tx, tenantId, filter, readingOf(query)),
      () => members.countMatching(tx, tenantId, filter, countMax),
    ]),
  );
  return pageOf(rows, total, query, ({ userId }) => userId);
}

/** Needs `read`; admins also find suspended ones. Throws `member_not_found`. */
export async function getMember(context: TenantContext, userId: string): Promise<Member> {
  assertCan(context, "read");
  const member = await readTenant(context, (tx) => members.findById(tx, context.tenantId, userId));
  if (!member || member.status === "removed") throw memberNotFound();
  if (member.status === "suspended" && !can(context.role, "admin")) throw memberNotFound();
  return member;
}

/**
 * Gives a member another role, suspends or reactivates them. Needs `admin`. A role counts from their next request on. With
 * a change of role, and when they are suspended, their sessions in this tenant end: a token never outlives the role it was
 * made for. Their keys do no more than the new role may; of whoever is suspended they are transferred or end, see `transferKeys`.
 * Throws `member_not_found`, `last_admin`, `version_mismatch`.
 */
export function updateMember(
  context: TenantContext,
  userId: string,
  { role, status }: UpdateMember,
  how: Change = {},
): Promise<ChangedMember> {
  return changeMember(context, userId, how, async (tx, member) => {
    const newRole = role !== undefined && role !== member.role ? role : undefined;
    const newStatus = status !== undefined && status !== member.status ? status : undefined;
    if (newRole === undefined && newStatus === undefined) return noKeys;
    await members.update(tx, context.tenantId, userId, { role: newRole, status: newStatus });
    if (newRole || newStatus === "suspended") await steps.deleteSessionsOfMember(tx, userId);
    const gives = can(newRole ?? member.role, "admin") && (newStatus ?? member.status) === "active";
    if (!gives) await cancelInvitationsAround(tx, context, member);
    const { name, role: previousRole } = member;
    if (newRole)
      recordEvent(tx, context, "member.role_changed", userId, { name, role: newRole, previousRole });
    if (newStatus === "suspended")
      recordEvent(tx, context, "member.suspended", userId, { name, role: previousRole });
    if (newStatus === "active")
      recordEvent(tx, context, "member.reactivated", userId, { name, role: newRole ?? previousRole });
    if (newStatus === "suspended") return transferKeys(tx, context, userId, how.keys ?? "revoke");
    return newRole ? keysAboveRole(tx, context, userId, newRole) : noKeys;
  });
}

/** See `updateMember`. */
export async function changeRole(context: TenantContext, userId: string, role: Role): Promise<ChangedMember> {
  return updateMember(context, userId, { role });
}

/** Locks a member out at once, until they are reactivated. See `updateMember`. */
export async function suspendMember(context: TenantContext, userId: string, how: Change = {}): Promise<void> {
  await updateMember(context, userId, { status: "suspended" }, how);
}

/** Lets a suspended member in again, with the role that they had. See `updateMember`. */
export async function reactivateMember(context: TenantContext, userId: string): Promise<void> {
  await updateMember(context, userId, { status: "active" });
}

/**
 * Takes a member out of the tenant at once. What they wrote stays, in their name; their keys pass on or end, see
 * `transferKeys`. Needs `admin`. Throws what `updateMember` throws.
 */
export async function removeMember(
  context: TenantContext,
  userId: string,
  how: Change = {},
): Promise<DepartedKeys> {
  const { keys } = await changeMember(context, userId, how, async (tx, member) => {
    const { name, role } = member;
    await members.update(tx, context.tenantId, userId, { status: "removed" });
    await steps.deleteSessionsOfMember(tx, userId);
    await cancelInvitationsAround(tx, context, member);
    recordEvent(tx, context, "member.removed", userId, { name, role });
    return transferKeys(tx, context, userId, how.keys ?? "revoke");
  });
  return keys;
}

export function memberNotFound(): AppError {
  return new AppError("member_not_found");
}

/**
 * One change of a member, one after the other in a tenant. A tenant keeps an active admin, whatever happens at the same
 * time; and whoever makes the change is asked once more for their own role, which may have been taken in the meantime.
 */
async function changeMember(
  context: TenantContext,
  userId: string,
  expected: Expected,
  change: (tx: TenantTx, member: Member) => Promise<DepartedKeys>,
): Promise<ChangedMember> {
  assertCan(context, "admin");
  const { tenantId } = context;
  return withTenant(context, async (tx, inner) => {
    // Theirs may do no more than they may themselves.
    await forgetKeys(inner);
    await members.lock(tx, tenantId);
    await assertStillAdmin(tx, context);
    const member = await members.findById(tx, tenantId, userId);
    if (!member || member.status === "removed") throw memberNotFound();
    assertVersion(expected, member.version, "The member");
    const keys = await change(tx, member);
    const after = (await members.findById(tx, tenantId, userId)) ?? member;
    const staysAdmin = after.role === "admin" && after.status === "active";
    if (member.role === "admin" && !staysAdmin) await assertOtherAdmin(tx, context, userId);
    return { member: after, keys };
  });
}

/** If the last active admin would go, the change is rolled back. */
async function assertOtherAdmin(tx: TenantTx, { tenantId }: TenantContext, userId: string): Promise<void> {
  if ((await members.countOtherAdmins(tx, tenantId, userId)) > 0) return;
  throw new AppError("last_admin");
}

/** A key is asked as well: it may do what its own role and that of its maker allow now. */
async function assertStillAdmin(tx: TenantTx, { actor, tenantId }: TenantContext): Promise<void> {
  if (actor.type === "visitor") throw insufficientPermissions("admin");
  const key = actor.type === "api_key" ? await apiKeys.findById(tx, tenantId, actor.id) : undefined;
  if (actor.type === "api_key" && !isWorkingAdminKey(key)) throw insufficientPermissions("admin");
  const person = await members.findById(tx, tenantId, key?.createdById ?? actor.id);
  if (person?.role !== "admin" || person.status !== "active") throw insufficientPermissions("admin");
}

function isWorkingAdminKey(key: apiKeys.ApiKeyRow | undefined): boolean {
  const isOver = (end: Date | null) => end !== null && end.getTime() <= Date.now();
  return key?.role === "admin" && !isOver(key.revokedAt) && !isOver(key.expiresAt);
}

/** What a member has handed out ends with their power to, and so does what waits at their address. */
async function cancelInvitationsAround(tx: TenantTx, context: TenantContext, member: Member): Promise<void> {
  const { userId, email } = member;
  const concerned = { userId, emailNormalised: normaliseEmail(email) };
  const cancelled = await invitations.cancelOpenAround(tx, context.tenantId, concerned);
  for (const invitation of cancelled) {
    recordEvent(tx, context, "invitation.cancelled", invitation.id, { name: invitation.email });
  }
}
