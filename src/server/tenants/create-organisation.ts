import { randomBytes } from "node:crypto";
import { uuidv7 } from "uuidv7";
import * as tenants from "@/db/repositories/tenants";
import type { TenantTx } from "@/db/tenant";
import { latinSlugOf } from "../articles/slugs";
import type { Trace } from "../auth/account-event";
import { buildTenantContext } from "../auth/build-tenant-context";
import { normaliseEmail } from "../auth/email";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import { withTenant } from "../platform/database";

export interface NewOrganisation {
  organisation: string;
  /** Made of the name if there is none. */
  organisationSlug?: string | undefined;
}

/** What an organisation is founded with. */
export interface OrganisationInput extends NewOrganisation {
  name: string;
  email: string;
  passwordHash: string;
  /** Null: not yet. */
  emailVerifiedAt: Date | null;
  /** The founder's network address, for the audit log. */
  address?: string | null;
}

/**
 * Creates an organisation with its first user as admin: user, tenant, membership, and whatever `also` does, in one
 * transaction, or nothing. The transaction runs on behalf of the tenant and the user that it creates, so row security
 * holds here too. Throws `slug_taken` (field `organisationSlug`) and `email_taken` (field `email`).
 */
export async function insertOrganisation(
  founding: OrganisationInput,
  requestId: string,
  also?: (tx: TenantTx, userId: string) => Promise<unknown>,
): Promise<TenantContext> {
  const userId = uuidv7();
  const { name, email, passwordHash, emailVerifiedAt, address = null } = founding;
  const emailNormalised = normaliseEmail(email);
  const user = { id: userId, email, emailNormalised, name, passwordHash, emailVerifiedAt };
  return insertOrganisationOfUser({ userId, name }, founding, { requestId, address }, (tx) =>
    tx.inOrder([() => tenants.insertUser(tx, user), ...(also ? [() => also(tx, userId)] : [])]),
  );
}

/**
 * The same for somebody who has an account: it makes no user. `also` is done before there is a member. Throws `slug_taken`
 * (field `organisationSlug`).
 */
export async function insertOrganisationOfUser(
  { userId, name }: { userId: string; name: string },
  { organisation: tenantName, organisationSlug }: NewOrganisation,
  { requestId, address }: Trace,
  also?: (tx: TenantTx) => Promise<unknown>,
): Promise<TenantContext> {
  const tenantSlug = organisationSlug ?? makeSlug(tenantName);
  const context = buildTenantContext({
    tenantId: uuidv7(),
    tenantSlug,
    tenantName,
    userId,
    role: "admin",
    audience: "staff",
    actor: { type: "member", id: userId, name },
    requestId,
    address,
  });
  const { tenantId } = context;
  await withTenant(context, async (tx) => {
    await tx.inOrder([
      () => tenants.insert(tx, { id: tenantId, slug: tenantSlug, name: tenantName }),
      ...(also ? [() => also(tx)] : []),
      () => tenants.insertMember(tx, { tenantId, userId, name, role: "admin" }),
    ]);
    recordEvent(tx, context, "tenant.created", tenantId, { name: tenantName, slug: tenantSlug });
    recordEvent(tx, context, "member.joined", userId, { name, role: "admin" });
  });
  return context;
}

function makeSlug(name: string): string {
  const base = latinSlugOf(name, 50);
  // A made slug carries a few random letters, so that a common name is no reason for a refusal.
  return base.length >= 2
    ? `${base}-${randomBytes(3).toString("hex")}`
    : `org-${randomBytes(4).toString("hex")}`;
}
