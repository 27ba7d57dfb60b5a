import * as steps from "@/db/repositories/account-queries";
import { findCredentials } from "@/db/repositories/outside-tenants/users";
import { normaliseEmail } from "../auth/email";
import { constraintErrors } from "../auth/error-codes";
import { hashPassword } from "../auth/passwords";
import { sessions } from "../auth/resolve-session";
import type { SignUp } from "../auth/schema";
import { checkPassword, type Origin, type SignInResult } from "../auth/sign-in";
import type { TenantContext } from "../auth/tenant-context";
import { addressOf, makeToken, tokenLifetimesMs } from "../auth/tokens";
import { takeSignUp } from "../limits/daily-limits";
import { deliverSoon } from "../mail/deliver";
import { outboxMailRow } from "../mail/outbox";
import { verifyEmailMail } from "../mail/templates/verify-email";
import { database } from "../platform/database";
import { constraintViolated } from "../platform/to-app-error";
import { insertOrganisation } from "./create-organisation";
import { startOrganisationByPassword } from "./further-organisations";

export { insertOrganisation };

/** An organisation from what a form sends, without a mail: for seeds and tests. */
export async function createOrganisation(
  { password, ...rest }: SignUp,
  requestId: string,
  { isVerified = false }: { isVerified?: boolean } = {},
): Promise<TenantContext> {
  const passwordHash = await hashPassword(password);
  const emailVerifiedAt = isVerified ? new Date() : null;
  return insertOrganisation({ ...rest, passwordHash, emailVerifiedAt }, requestId);
}

/**
 * Signs up and signs in at once (SIGN_UP=open). A mail asks to verify the address. With the address and the password of an
 * account, perhaps after its code, the organisation is that account's. Throws what `insertOrganisation` throws, and
 * `rate_limited`.
 */
export async function signUp(input: SignUp, origin: Origin, requestId: string): Promise<SignInResult> {
  await takeSignUp(origin);
  const account = normaliseEmail(input.email);
  if (!(await findCredentials(database(), account))) return signUpAnew(input, origin, requestId);
  const owner = await checkPassword(account, input.password, origin);
  if (!owner) throw constraintViolated(constraintErrors.users_email_normalised_key);
  return startOrganisationByPassword(owner, { newOrganisation: input }, origin, requestId);
}

async function signUpAnew(
  { password, ...rest }: SignUp,
  origin: Origin,
  requestId: string,
): Promise<SignInResult> {
  const passwordHash = await hashPassword(password);
  const founding = { ...rest, passwordHash, emailVerifiedAt: null, address: origin.address };
  let mailId = "";
  const { tenantId, userId } = await insertOrganisation(founding, requestId, async (tx, founderId) => {
    const { email: to } = rest;
    const { token, row } = makeToken("verify_email", { userId: founderId, email: to });
    const url = addressOf(`/verify-email/${token}`);
    const mail = outboxMailRow(verifyEmailMail({ to, url }), tokenLifetimesMs.verify_email);
    mailId = mail.id;
    await tx.inOrder([() => steps.insertToken(tx, row), () => steps.insertMail(tx, mail)]);
  });
  deliverSoon(mailId);
  return { kind: "signed-in", ...(await sessions().create({ userId: userId ?? "", tenantId, ...origin })) };
}
