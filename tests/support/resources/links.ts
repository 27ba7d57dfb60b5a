import { uuidv7 } from "uuidv7";
import * as steps from "@/db/repositories/account-queries";
import * as invitations from "@/db/repositories/invitations";
import { hashPassword } from "@/server/auth/passwords";
import { generateToken, hashToken, makeToken } from "@/server/auth/tokens";
import { withTenant } from "@/server/platform/database";
import { seal } from "@/server/platform/encryption";
import { anEmail, password, type TestMember, type TestTenant } from "../factories";
import type { Ids } from "./ids";

const dayMs = 86_400_000;

/** An open invitation, with its link: services hand a link only to the mail. */
export async function invitation(tenant: TestTenant, email: string): Promise<Ids> {
  const { context, userId } = tenant.admin;
  const [id, token] = [uuidv7(), generateToken()];
  const row = { id, email, emailNormalised: email, role: "viewer" as const, invitedBy: userId };
  await withTenant(context, (tx) =>
    invitations.insert(tx, {
      ...row,
      tenantId: context.tenantId,
      tokenHash: hashToken(token),
      expiresAt: new Date(Date.now() + dayMs),
    }),
  );
  return { id, token };
}

/** A link of one of a member's mails. That of a sign-up belongs to nobody yet. */
export async function accountLink(
  tenant: TestTenant,
  { userId, email }: TestMember,
  purpose: "verify_email" | "change_email" | "reset_password" | "sign_up",
): Promise<Ids> {
  const to = purpose === "verify_email" || purpose === "reset_password" ? email : anEmail("secret");
  const isSignUp = purpose === "sign_up";
  const payload = isSignUp ? await pendingSignUp(to) : null;
  const { token, row } = makeToken(purpose, { userId: isSignUp ? null : userId, email: to, payload });
  await withTenant(tenant.admin.context, (tx) => steps.insertToken(tx, row));
  return { token };
}

async function pendingSignUp(email: string): Promise<string> {
  const signUp = { organisation: "New", name: "N", email, passwordHash: await hashPassword(password) };
  return seal(JSON.stringify(signUp), `sign-up:${email}`);
}
