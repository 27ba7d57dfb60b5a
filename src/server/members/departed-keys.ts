import * as apiKeys from "@/db/repositories/api-keys";
import * as members from "@/db/repositories/members";
import { type ApiKeyKind, type Role, roles } from "@/db/schema/enumerations";
import type { TenantTx } from "@/db/tenant";
import { assertCan } from "../auth/permissions";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import { readTenant } from "../platform/database";
import { invalidField } from "../platform/errors";

/** What becomes of the secret keys of a member who goes: whoever knew them may be the one who is sent away. */
export const secretKeyFates = ["revoke", "transfer"] as const;
export type SecretKeyFate = (typeof secretKeyFates)[number];

export interface NamedKey {
  id: string;
  name: string;
  kind: ApiKeyKind;
}

/** The keys in force of a member who went, or may do less. */
export interface DepartedKeys {
  transferred: NamedKey[];
  revoked: NamedKey[];
  /** They work on, and may do less than they were made for. */
  weakened: NamedKey[];
}

export const noKeys: DepartedKeys = { transferred: [], revoked: [], weakened: [] };

/**
 * Part of a member's removal or suspension. Publishable keys are public and a site depends on them, so they pass to the
 * admin who acts; secret ones end, unless that admin wants them too. Whoever leaves by themselves leaves their keys to
 * the longest-standing other admin.
 */
export async function transferKeys(
  tx: TenantTx,
  context: TenantContext,
  userId: string,
  fate: SecretKeyFate,
): Promise<DepartedKeys> {
  const { tenantId } = context;
  const actor = context.userId;
  // Whoever leaves knows them, and nobody would have asked for them.
  if (actor === userId && fate === "transfer")
    throw invalidField("keys", "can't hand over your own secret keys: another admin can take them over");
  const heir = actor === userId ? await members.findOtherAdmin(tx, tenantId, userId) : actor;
  // Without another admin the change itself is refused.
  if (!heir) return noKeys;
  const kinds = fate === "transfer" ? (["publishable", "secret"] as const) : (["publishable"] as const);
  const rows = await apiKeys.transfer(tx, tenantId, { from: userId, to: heir, kinds });
  for (const { id, name, revoked } of rows) {
    if (revoked) recordEvent(tx, context, "api_key.revoked", id, { name });
    else recordEvent(tx, context, "api_key.handed_over", id, { name, from: userId, to: heir });
  }
  const named = (revoked: boolean) =>
    rows.filter((row) => row.revoked === revoked).map(({ id, name, kind }) => ({ id, name, kind }));
  return { ...noKeys, transferred: named(false), revoked: named(true) };
}

/** Part of a change of role: the keys of the member that were made for more than the new role may. */
export async function keysAboveRole(
  tx: TenantTx,
  { tenantId }: TenantContext,
  userId: string,
  newRole: Role,
): Promise<DepartedKeys> {
  const isAbove = (role: Role) => roles.indexOf(role) < roles.indexOf(newRole);
  const rows = await apiKeys.listInForce(tx, tenantId);
  const above = rows.filter(({ createdBy, role }) => createdBy === userId && isAbove(role));
  return { ...noKeys, weakened: above.map(({ id, name, kind }) => ({ id, name, kind })) };
}

/** The names of the keys in force that a member has made. */
export interface KeysOfMember {
  publishable: string[];
  secret: string[];
}

/** By member; whoever has made none isn't in it. Needs `admin`. */
export async function keysByMember(context: TenantContext): Promise<Map<string, KeysOfMember>> {
  assertCan(context, "admin");
  const rows = await readTenant(context, (tx) => apiKeys.listInForce(tx, context.tenantId));
  const byMember = new Map<string, KeysOfMember>();
  for (const { name, kind, createdBy } of rows) {
    const keys = byMember.get(createdBy) ?? { publishable: [], secret: [] };
    keys[kind].push(name);
    byMember.set(createdBy, keys);
  }
  return byMember;
}
