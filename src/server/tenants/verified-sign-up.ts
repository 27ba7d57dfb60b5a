import { z } from "zod";
import * as steps from "@/db/repositories/account-queries";
import * as sites from "@/db/repositories/outside-tenants/sites";
import { peekToken } from "@/db/repositories/outside-tenants/tokens";
import {
  attemptLimits,
  beginAttempt,
  forgiveAttempts,
  mails,
  maySendMail,
  type Place,
} from "../auth/attempt-limits";
import { normaliseEmail } from "../auth/email";
import { hashPassword, verifyPassword } from "../auth/passwords";
import { sessions } from "../auth/resolve-session";
import type { SignUp } from "../auth/schema";
import { checkPassword, type Origin, type SignInResult } from "../auth/sign-in";
import { hashToken, isTokenForm, linkInvalid, tokenLifetimesMs } from "../auth/tokens";
import { takeSignUp } from "../limits/daily-limits";
import { post } from "../mail/deliver";
import { outboxRow } from "../mail/outbox";
import { database } from "../platform/database";
import { seal, unseal } from "../platform/encryption";
import { type AppError, invalidField } from "../platform/errors";
import { insertOrganisation } from "./create-organisation";
import { startOrganisationByPassword } from "./further-organisations";

/** A sign-up that waits for its link to be opened; kept encrypted with the token. */
const pending = z.object({
  organisation: z.string(),
  organisationSlug: z.string().optional(),
  name: z.string(),
  email: z.string(),
  passwordHash: z.string(),
});

/**
 * The first step of signing up where accounts are made once the address is verified (SIGN_UP=verified). Does and answers
 * the same for every address; its owner learns by mail which it is. Throws `slug_taken`, since slugs are public.
 */
export async function requestSignUp({ password, ...rest }: SignUp, place?: Place): Promise<void> {
  if (place) await takeSignUp(place);
  const { organisationSlug, email } = rest;
  if (organisationSlug && !(await sites.isTenantSlugFree(database(), organisationSlug, null))) {
    throw invalidField("organisationSlug", "is taken by another organisation", "slug_taken");
  }
  const address = normaliseEmail(email);
  const passwordHash = await hashPassword(password);
  if (!(await maySendMail(mails.signUp, address, place))) return;
  const signUp = seal(JSON.stringify({ ...rest, passwordHash }), boundTo(address));
  await post(outboxRow({ kind: "sign_up", email, signUp }, tokenLifetimesMs.sign_up));
}

/** The organisation that a link would found; null if the link doesn't work. Doesn't use it up. */
export async function organisationOfLink(token: string): Promise<string | null> {
  return (await open(token))?.signUp.organisation ?? null;
}

/** Whether a link founds the organisation for an account that was there before it. */
export async function belongsToAccount(token: string): Promise<boolean> {
  return Boolean((await open(token))?.userId);
}

/**
 * The last step: makes account and organisation, and signs in. Asks for the password once more, so that somebody else's
 * sign-up with one's address can't be finished by mistake, with a password that the other one knows. Where there was an
 * account, the organisation is that account's: its own password counts, and its second factor. Throws
 * `link_invalid`, `invalid_credentials` (field `password`), `rate_limited`, `email_taken`, `slug_taken`.
 */
export async function finishSignUp(
  { token, password }: { token: string; password: string },
  origin: Origin,
  requestId: string,
): Promise<SignInResult> {
  const found = await open(token);
  if (!found) throw linkInvalid();
  const { address, signUp } = found;
  if (found.userId) {
    const owner = await checkPassword(address, password, origin);
    if (owner?.userId !== found.userId) throw wrongPassword("your account's");
    const { organisation, organisationSlug } = signUp;
    const wanted = { newOrganisation: { organisation, organisationSlug }, linkId: hashToken(token) };
    return startOrganisationByPassword(owner, wanted, origin, requestId);
  }
  const from = { place: origin, account: address };
  await beginAttempt(attemptLimits.password, address, from);
  if (!(await verifyPassword(signUp.passwordHash, password))) {
    throw wrongPassword("the one that was chosen when signing up");
  }
  await forgiveAttempts(attemptLimits.password, address, from);
  const founding = { ...signUp, emailVerifiedAt: new Date(), address: origin.address };
  const { tenantId, userId } = await insertOrganisation(founding, requestId, async (tx) => {
    if (!(await steps.consumeToken(tx, hashToken(token), "sign_up"))) throw linkInvalid();
  });
  return { kind: "signed-in", ...(await sessions().create({ userId: userId ?? "", tenantId, ...origin })) };
}

function wrongPassword(whose: string): AppError {
  return invalidField("password", `is not ${whose}`, "invalid_credentials");
}

interface Opened {
  address: string;
  /** Of the account that the address had when the mail was written. */
  userId: string | null;
  signUp: z.output<typeof pending>;
}

async function open(token: string): Promise<Opened | undefined> {
  const row = isTokenForm(token) ? await peekToken(database(), hashToken(token), "sign_up") : null;
  if (!row?.payload) return undefined;
  const address = row.emailNormalised;
  return {
    address,
    userId: row.userId,
    signUp: pending.parse(JSON.parse(unseal(row.payload, boundTo(address)))),
  };
}

function boundTo(address: string): string {
  return `sign-up:${address}`;
}
