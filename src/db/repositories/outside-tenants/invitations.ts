import { sql } from "drizzle-orm";
import type { Database } from "../../database";
import { invitations } from "../../schema/invitations";
import { members } from "../../schema/members";
import { tenants } from "../../schema/tenants";
import { like, list, type RowOf } from "./call";

/** Invitations as whoever has been sent one sees them. */

const invitation = {
  id: like(invitations.id),
  tenantId: like(invitations.tenantId),
  tenantSlug: like(tenants.slug, "tenant_slug"),
  tenantName: like(tenants.name, "tenant_name"),
  email: like(invitations.email),
  emailNormalised: like(invitations.emailNormalised),
  role: like(invitations.role),
  invitedByName: like(members.name, "invited_by_name"),
  /** Of the account with that address, if there is one. */
  userId: sql<string | null>`user_id`,
};
export type InvitationRow = RowOf<typeof invitation>;

/** What is behind an invitation's link; null if it was accepted, cancelled, replaced, or has expired. */
export async function resolveInvitation(
  database: Database,
  tokenHash: string,
): Promise<InvitationRow | null> {
  const [row] = await list(database, invitation, sql`app.resolve_invitation(${tokenHash})`);
  return row ?? null;
}

/** The open invitations to an address, newest first; those whose maker may still let people in. */
export async function listInvitationsTo(
  database: Database,
  emailNormalised: string,
): Promise<(InvitationRow & { tokenHash: string })[]> {
  const fields = { ...invitation, tokenHash: like(invitations.tokenHash) };
  return list(database, fields, sql`app.list_invitations_to(${emailNormalised})`);
}
