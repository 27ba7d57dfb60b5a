import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import type { Role } from "../schema/enumerations";
import { invitations } from "../schema/invitations";
import { members } from "../schema/members";
import type { TenantId, TenantTx } from "../tenant";

export interface InvitationRow {
  id: string;
  email: string;
  role: Role;
  invitedByName: string;
  createdAt: Date;
  expiresAt: Date;
}

const isOpen = () => and(isNull(invitations.acceptedAt), isNull(invitations.cancelledAt));

function ofTenant(tenantId: TenantId, id: string) {
  return and(eq(invitations.tenantId, tenantId), eq(invitations.id, id), isOpen());
}

/** Neither accepted nor cancelled, expired ones too; newest first. */
export async function listOpen(tx: TenantTx, tenantId: TenantId): Promise<InvitationRow[]> {
  const { id, email, role, createdAt, expiresAt } = invitations;
  return tx
    .select({ id, email, role, createdAt, expiresAt, invitedByName: members.name })
    .from(invitations)
    .innerJoin(
      members,
      and(eq(members.tenantId, invitations.tenantId), eq(members.userId, invitations.invitedBy)),
    )
    .where(and(eq(invitations.tenantId, tenantId), isOpen()))
    .orderBy(desc(invitations.id))
    .limit(500);
}

/** Throws ConstraintError `invitations_open_key` if the address has an open one. */
export async function insert(tx: TenantTx, row: typeof invitations.$inferInsert): Promise<void> {
  await tx.insert(invitations).values(row);
}

/** Gives an open invitation another link. Returns what it is about. */
export async function replaceToken(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
  { tokenHash, expiresAt }: { tokenHash: string; expiresAt: Date },
): Promise<{ email: string; role: Role } | undefined> {
  const [row] = await tx
    .update(invitations)
    .set({ tokenHash, expiresAt })
    .where(ofTenant(tenantId, id))
    .returning({ email: invitations.email, role: invitations.role });
  return row;
}

/** Returns the address, or undefined if there is no such open invitation. */
export async function cancel(tx: TenantTx, tenantId: TenantId, id: string): Promise<string | undefined> {
  const [row] = await tx
    .update(invitations)
    .set({ cancelledAt: sql`now()` })
    .where(ofTenant(tenantId, id))
    .returning({ email: invitations.email });
  return row?.email;
}

/** A new invitation takes the place of one that is still open. */
export async function cancelOpenOf(tx: TenantTx, tenantId: TenantId, emailNormalised: string): Promise<void> {
  await tx
    .update(invitations)
    .set({ cancelledAt: sql`now()` })
    .where(
      and(eq(invitations.tenantId, tenantId), eq(invitations.emailNormalised, emailNormalised), isOpen()),
    );
}

/** Uses an invitation up, with the link that it has now. Of several transactions at once, one gets true. */
export async function accept(
  tx: TenantTx,
  tenantId: TenantId,
  { id, tokenHash }: { id: string; tokenHash: string },
): Promise<boolean> {
  const accepted = await tx
    .update(invitations)
    .set({ acceptedAt: sql`now()` })
    .where(
      and(
        ofTenant(tenantId, id),
        eq(invitations.tokenHash, tokenHash),
        gt(invitations.expiresAt, sql`now()`),
      ),
    )
    .returning({ id: invitations.id });
  return accepted.length === 1;
}
