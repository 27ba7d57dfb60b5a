import {
  resolveInvitation as find,
  type InvitationRow,
  listInvitationsTo,
} from "@/db/repositories/outside-tenants/invitations";
import { database } from "../platform/database";
import { buildTenantContext } from "./build-tenant-context";
import type { TenantContext } from "./tenant-context";
import { hashToken, isTokenForm } from "./tokens";

export interface OpenInvitation extends InvitationRow {
  /** SHA-256 of the link's token. */
  tokenHash: string;
}

/** What is behind an invitation's link; null if it doesn't work. Doesn't use it up. */
export async function resolveInvitation(token: string): Promise<OpenInvitation | null> {
  if (!isTokenForm(token)) return null;
  const tokenHash = hashToken(token);
  const row = await find(database(), tokenHash);
  return row && { ...row, tokenHash };
}

/** The open invitations to an address, newest first. For somebody who has shown that it is theirs. */
export function invitationsTo(emailNormalised: string): Promise<OpenInvitation[]> {
  return listInvitationsTo(database(), emailNormalised);
}

/** Whoever accepts an invitation acts in its tenant, with its role: that much the link says. */
export function contextOfGuest(
  { tenantId, tenantSlug, tenantName, role }: OpenInvitation,
  guest: { userId: string; name: string; requestId: string; address: string | null },
): TenantContext {
  const { userId, name, requestId, address } = guest;
  return buildTenantContext({
    tenantId,
    tenantSlug,
    tenantName,
    userId,
    role,
    audience: "staff",
    actor: { type: "member", id: userId, name },
    requestId,
    address,
  });
}
