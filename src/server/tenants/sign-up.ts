import { randomBytes } from "node:crypto";
import { uuidv7 } from "uuidv7";
import * as tenants from "@/db/repositories/tenants";
import { slugOf } from "../articles/slugs";
import { buildTenantContext } from "../auth/build-tenant-context";
import { normaliseEmail } from "../auth/email";
import { hashPassword } from "../auth/passwords";
import { sessions } from "../auth/resolve-session";
import type { SignUp } from "../auth/schema";
import type { SessionToken } from "../auth/session-port";
import type { Origin } from "../auth/sign-in";
import type { TenantContext } from "../auth/tenant-context";
import { recordEvent } from "../events/record";
import { withTenant } from "../platform/database";

/**
 * Creates an organisation with its first user as admin: user, tenant and membership in one transaction, or nothing.
 * The transaction runs on behalf of the tenant and the user that it creates, so row security holds here too.
 * Throws `slug_taken` (field `organisationSlug`) and `email_taken` (field `email`).
 */
export async function createOrganisation(input: SignUp, requestId: string): Promise<TenantContext> {
  const passwordHash = await hashPassword(input.password);
  const userId = uuidv7();
  const tenantSlug = input.organisationSlug ?? makeSlug(input.organisation);
  const { organisation: tenantName, name, email } = input;
  const context = buildTenantContext({
    tenantId: uuidv7(),
    tenantSlug,
    tenantName,
    userId,
    role: "admin",
    audience: "staff",
    actor: { type: "member", id: userId, name },
    requestId,
  });
  const { tenantId } = context;
  await withTenant(context, (tx) =>
    Promise.all([
      tenants.insert(tx, { id: tenantId, slug: tenantSlug, name: tenantName }),
      tenants.insertUser(tx, {
        id: userId,
        email,
        emailNormalised: normaliseEmail(email),
        name,
        passwordHash,
      }),
      tenants.insertMember(tx, { tenantId, userId, name, role: "admin" }),
      recordEvent(tx, context, "tenant.created", tenantId, { name: tenantName, slug: tenantSlug }),
      recordEvent(tx, context, "member.joined", userId, { name, role: "admin" }),
    ]),
  );
  return context;
}

/** Signs up and signs in at once. */
export async function signUp(input: SignUp, origin: Origin, requestId: string): Promise<SessionToken> {
  const { tenantId, userId } = await createOrganisation(input, requestId);
  return sessions().create({ userId: userId ?? "", tenantId, ...origin });
}

function makeSlug(name: string): string {
  const base = slugOf(name, 50);
  // A made slug carries a few random letters, so that a common name is no reason for a refusal.
  return base.length >= 2
    ? `${base}-${randomBytes(2).toString("hex")}`
    : `org-${randomBytes(4).toString("hex")}`;
}
