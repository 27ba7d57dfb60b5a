import { z } from "zod";
import * as steps from "@/db/repositories/account-queries";
import type { CredentialsRow } from "@/db/repositories/outside-tenants/users";
import type { TenantTx } from "@/db/tenant";
import { type SignedIn, sessions } from "../auth/resolve-session";
import type { SessionToken } from "../auth/session-port";
import { askForCode, consumeChallenge, enter, type Origin, type SignInResult } from "../auth/sign-in";
import { linkInvalid } from "../auth/tokens";
import { takeDaily, takeSignUp } from "../limits/daily-limits";
import { config } from "../platform/config";
import { seal, unseal } from "../platform/encryption";
import { AppError } from "../platform/errors";
import { insertOrganisationOfUser, type NewOrganisation } from "./create-organisation";

/** Organisations of people who have an account already, in whichever way they have shown whose it is. */

/** How many organisations one person may start in a day. */
const perPersonMax = 10;

/** What waits for a code of the second factor; kept encrypted with the challenge. */
const pending = z.object({
  organisation: z.string(),
  organisationSlug: z.string().optional(),
  /** SHA-256 of the link that it came by, which is used up with it; none where the form itself was enough. */
  linkId: z.string().optional(),
});

interface Wanted {
  newOrganisation: NewOrganisation;
  linkId?: string;
}

/**
 * Starts another organisation of somebody who is signed in, and moves the browser there: a new session, and the end of
 * the old one. Throws `slug_taken` (field `organisationSlug`), `rate_limited`; `insufficient_permissions` where addresses
 * are verified first and this one isn't.
 */
export async function startOrganisation(
  { identity, context }: SignedIn,
  newOrganisation: NewOrganisation,
  sessionToken: string,
  origin: Origin,
): Promise<SessionToken> {
  const { userId, userName: name, emailVerified } = identity;
  if (config().signUp === "verified" && !emailVerified) {
    throw new AppError("insufficient_permissions", "Please verify your mail address first.");
  }
  await takeSignUp(origin);
  await takeDaily("organisations", perPersonMax, userId);
  const started = await found({ userId, name }, { newOrganisation }, origin, context.requestId);
  await sessions().end(sessionToken);
  return started;
}

/**
 * Starts an organisation of an account whose password was given; where a second factor is in force, its code is asked for
 * first. Throws `slug_taken`, `link_invalid`.
 */
export async function startOrganisationByPassword(
  { userId, name, email, hasTwoFactor }: CredentialsRow,
  wanted: Wanted,
  origin: Origin,
  requestId: string,
): Promise<SignInResult> {
  if (!hasTwoFactor)
    return { kind: "signed-in", ...(await found({ userId, name }, wanted, origin, requestId)) };
  const { organisation, organisationSlug } = wanted.newOrganisation;
  const payload = { organisation, organisationSlug, linkId: wanted.linkId };
  return askForCode({ userId, email }, seal(JSON.stringify(payload), boundTo(userId)));
}

/** The second step, with a code: signs in, or does what the challenge was for. Throws what `signInWithCode` throws. */
export async function continueWithCode(
  given: { challenge: string; code: string },
  origin: Origin,
  requestId: string,
): Promise<SignInResult> {
  const { userId, userName, email, payload } = await consumeChallenge(given, origin);
  if (!payload) return enter({ userId, email }, origin);
  const { linkId, ...newOrganisation } = pending.parse(JSON.parse(unseal(payload, boundTo(userId))));
  const wanted = { newOrganisation, ...(linkId ? { linkId } : {}) };
  const started = await found({ userId, name: userName ?? "" }, wanted, origin, requestId);
  return { kind: "signed-in", ...started };
}

async function found(
  founder: { userId: string; name: string },
  { newOrganisation, linkId }: Wanted,
  origin: Origin,
  requestId: string,
): Promise<SessionToken> {
  const { address } = origin;
  const consume = async (tx: TenantTx, id: string) => {
    if (!(await steps.consumeToken(tx, id, "sign_up"))) throw linkInvalid();
  };
  const also = linkId === undefined ? undefined : (tx: TenantTx) => consume(tx, linkId);
  const { tenantId } = await insertOrganisationOfUser(founder, newOrganisation, { requestId, address }, also);
  return sessions().create({ userId: founder.userId, tenantId, ...origin });
}

function boundTo(userId: string): string {
  return `organisation-of:${userId}`;
}
