import { randomBytes } from "node:crypto";
import { uuidv7 } from "uuidv7";
import * as steps from "@/db/repositories/account-steps";
import * as tenants from "@/db/repositories/tenants";
import type { TenantTx } from "@/db/tenant";
import { latinSlugOf } from "../articles/slugs";
import { buildTenantContext } from "../auth/build-tenant-context";
import { normaliseEmail } from "../auth/email";
import { hashPassword } from "../auth/passwords";
import { sessions } from "../auth/resolve-session";
import type { SignUp } from "../auth/schema";
import type { SessionToken } from "../auth/session-port";
import type { Origin } from "../auth/sign-in";
import type { TenantContext } from "../auth/tenant-context";
import { addressOf, makeToken, tokenLifetimesMs } from "../auth/tokens";
import { recordEvent } from "../events/record";
import { deliverSoon } from "../mail/deliver";
import { outgoingMail } from "../mail/outbox";
import { verifyEmailMail } from "../mail/templates/verify-email";
import { withTenant } from "../platform/database";

/** What an organisation is founded with. */
export interface Founding {
  organisation: string;
  organisationSlug?: string | undefined;
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
export async function foundOrganisation(
  founding: Founding,
  requestId: string,
  also?: (tx: TenantTx, userId: string) => Promise<unknown>,
): Promise<TenantContext> {
  const userId = uuidv7();
  const { organisation: tenantName, name, email, passwordHash, emailVerifiedAt } = founding;
  const tenantSlug = founding.organisationSlug ?? makeSlug(tenantName);
  const context = buildTenantContext({
    tenantId: uuidv7(),
    tenantSlug,
    tenantName,
    userId,
    role: "admin",
    audience: "staff",
    actor: { type: "member", id: userId, name },
    requestId,
    address: founding.address ?? null,
  });
  const { tenantId } = context;
  const emailNormalised = normaliseEmail(email);
  await withTenant(context, async (tx) => {
    await Promise.all([
      tenants.insert(tx, { id: tenantId, slug: tenantSlug, name: tenantName }),
      tenants.insertUser(tx, { id: userId, email, emailNormalised, name, passwordHash, emailVerifiedAt }),
      tenants.insertMember(tx, { tenantId, userId, name, role: "admin" }),
      also?.(tx, userId),
    ]);
    recordEvent(tx, context, "tenant.created", tenantId, { name: tenantName, slug: tenantSlug });
    recordEvent(tx, context, "member.joined", userId, { name, role: "admin" });
  });
  return context;
}

/** The same from what a form sends, without a mail: for seeds and tests, and as a part of signing up. */
export async function createOrganisation(
  { password, ...rest }: SignUp,
  requestId: string,
  { isVerified = false }: { isVerified?: boolean } = {},
): Promise<TenantContext> {
  const passwordHash = await hashPassword(password);
  const emailVerifiedAt = isVerified ? new Date() : null;
  return foundOrganisation({ ...rest, passwordHash, emailVerifiedAt }, requestId);
}

/** Signs up and signs in at once (SIGN_UP=open). A mail asks to verify the address. */
export async function signUp(
  { password, ...rest }: SignUp,
  origin: Origin,
  requestId: string,
): Promise<SessionToken> {
  const passwordHash = await hashPassword(password);
  const founding = { ...rest, passwordHash, emailVerifiedAt: null, address: origin.address };
  let mailId = "";
  const { tenantId, userId } = await foundOrganisation(founding, requestId, async (tx, founderId) => {
    const { name, email: to } = rest;
    const { token, row } = makeToken("verify_email", { userId: founderId, email: to });
    const url = addressOf(`/verify-email/${token}`);
    const mail = outgoingMail(verifyEmailMail({ to, name, url }), tokenLifetimesMs.verify_email);
    mailId = mail.id;
    await Promise.all([steps.insertToken(tx, row), steps.insertMail(tx, mail)]);
  });
  deliverSoon(mailId);
  return sessions().create({ userId: userId ?? "", tenantId, ...origin });
}

function makeSlug(name: string): string {
  const base = latinSlugOf(name, 50);
  // A made slug carries a few random letters, so that a common name is no reason for a refusal.
  return base.length >= 2
    ? `${base}-${randomBytes(3).toString("hex")}`
    : `org-${randomBytes(4).toString("hex")}`;
}
