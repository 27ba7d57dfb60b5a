import { and, desc, eq, exists, gt, isNull, lt, or, sql } from "drizzle-orm";
import type { Role } from "../schema/enumerations";
import { invitations } from "../schema/invitations";
import { members } from "../schema/members";
import type { TenantId, TenantTx } from "../tenant";
import { boundedCount } from "./bounded-count";

export interface InvitationRow {
  id: string;
  email: string;
  role: Role;
  invitedById: string;
  invitedByName: string;
  version: number;
  createdAt: Date;
  expiresAt: Date;
}

const isOpen = () => and(isNull(invitations.acceptedAt), isNull(invitations.cancelledAt));

function ofTenant(tenantId: TenantId, id: string) {
  return and(eq(invitations.tenantId, tenantId), eq(invitations.id, id), isOpen());
}

function selectInvitations(tx: TenantTx) {
  const { id, email, role, createdAt, expiresAt, version } = invitations;
  const invitedBy = { invitedById: invitations.invitedBy, invitedByName: members.name };
  return tx
    .select({ id, email, role, createdAt, expiresAt, version, ...invitedBy })
    .from(invitations)
    .innerJoin(
      members,
      and(eq(members.tenantId, invitations.tenantId), eq(members.userId, invitations.invitedBy)),
    )
    .$dynamic();
}

/** Neither accepted nor cancelled, expired ones too; newest first. */
export async function listOpen(
  tx: TenantTx,
  tenantId: TenantId,
  page: { limit: number; offset: number; afterId?: string | undefined },
): Promise<InvitationRow[]> {
  const afterCursor = page.afterId ? lt(invitations.id, page.afterId) : undefined;
  return selectInvitations(tx)
    .where(and(eq(invitations.tenantId, tenantId), isOpen(), afterCursor))
    .orderBy(desc(invitations.id))
    .limit(page.limit)
    .offset(page.offset)
    .execute();
}

export function countOpen(tx: TenantTx, tenantId: TenantId, max: number): Promise<number> {
  return boundedCount(tx, invitations, and(eq(invitations.tenantId, tenantId), isOpen()), max);
}

export async function findOpen(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<InvitationRow | undefined> {
  const [row] = await selectInvitations(tx).where(ofTenant(tenantId, id)).execute();
  return row;
}

/** Holds the invitation for the rest of the transaction. */
export async function lockOpen(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
): Promise<InvitationRow | undefined> {
  const [row] = await selectInvitations(tx)
    .where(ofTenant(tenantId, id))
    .for("no key update", { of: invitations })
    .execute();
  return row;
}

/** Throws ConstraintError `invitations_open_key` if the address has an open one. */
export async function insert(tx: TenantTx, row: typeof invitations.$inferInsert): Promise<void> {
  await tx.insert(invitations).values(row).execute();
}

/** Gives an open invitation another link, and makes it that of whoever sends it now. */
export async function replaceToken(
  tx: TenantTx,
  tenantId: TenantId,
  id: string,
  changes: { tokenHash: string; expiresAt: Date; invitedBy: string },
): Promise<void> {
  await tx
    .update(invitations)
    .set({ ...changes, version: sql`${invitations.version} + 1` })
    .where(ofTenant(tenantId, id))
    .execute();
}

export async function cancel(tx: TenantTx, tenantId: TenantId, id: string): Promise<void> {
  await tx.update(invitations).set({ cancelledAt: sql`now()` }).where(ofTenant(tenantId, id)).execute();
}

/** A new invitation takes the place of one that is still open. */
export async function cancelOpenOf(tx: TenantTx, tenantId: TenantId, emailNormalised: string): Promise<void> {
  await tx
    .update(invitations)
    .set({ cancelledAt: sql`now()` })
    .where(
      and(eq(invitations.tenantId, tenantId), eq(invitations.emailNormalised, emailNormalised), isOpen()),
    )
    .execute();
}

/** Cancels what a member has sent, and what was sent to their address. Returns what was cancelled. */
export async function cancelOpenAround(
  tx: TenantTx,
  tenantId: TenantId,
  { userId, emailNormalised }: { userId: string; emailNormalised: string },
): Promise<{ id: string; email: string }[]> {
  const concerned = or(eq(invitations.invitedBy, userId), eq(invitations.emailNormalised, emailNormalised));
  return tx
    .update(invitations)
    .set({ cancelledAt: sql`now()` })
    .where(and(eq(invitations.tenantId, tenantId), concerned, isOpen()))
    .returning({ id: invitations.id, email: invitations.email })
    .execute();
}

/**
 * Uses an invitation up, with the link that it has now and if its maker may still let people in. Of several transactions
 * at once, one gets true. Members must be locked, so that the maker stays what they are.
 */
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
        exists(
          tx
            .select({ one: sql`1` })
            .from(members)
            .where(
              and(
                eq(members.tenantId, tenantId),
                eq(members.userId, invitations.invitedBy),
                eq(members.role, "admin"),
                eq(members.status, "active"),
              ),
            ),
        ),
      ),
    )
    .returning({ id: invitations.id })
    .execute();
  return accepted.length === 1;
}
