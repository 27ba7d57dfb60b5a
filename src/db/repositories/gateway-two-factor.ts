import type { Database } from "../client";
import { type AccountNote, callNoting } from "./account-notes";
import { call } from "./gateway-call";

/** The gateway's part for the second factor. See `gateway-accounts.ts`. */

export interface TwoFactorRow {
  /** Encrypted. */
  secret: string;
  confirmedAt: Date | null;
  lastStep: number | null;
  recoveryLeft: number;
}

export async function getTwoFactor(database: Database, userId: string): Promise<TwoFactorRow | null> {
  const [row] = await call<{
    secret: string;
    confirmed_at: Date | null;
    last_step: string | null;
    recovery_left: string | number;
  }>(database, "select * from app.two_factor_get($1)", [userId]);
  if (!row) return null;
  const { secret, confirmed_at: confirmedAt, last_step: lastStep, recovery_left: left } = row;
  // bigint arrives as text.
  return {
    secret,
    confirmedAt,
    lastStep: lastStep === null ? null : Number(lastStep),
    recoveryLeft: Number(left),
  };
}

/** Returns false if a second factor is in force already. */
export async function startTwoFactor(database: Database, userId: string, secret: string): Promise<boolean> {
  const [row] = await call(database, "select app.two_factor_start($1, $2) as done", [userId, secret]);
  return row?.done === true;
}

/** Puts the second factor in force, if `secret` is still the one that was begun with. */
export async function confirmTwoFactor(
  database: Database,
  confirmation: { userId: string; secret: string; step: number; codeHashes: string[] },
  note: AccountNote,
): Promise<boolean> {
  const { userId, secret, step, codeHashes } = confirmation;
  const params = [userId, secret, step, arrayLiteral(codeHashes)];
  const change = "app.two_factor_confirm($1, $2, $3, $4::text[])";
  return (await callNoting(database, { change, params, changed: "d.done", user: "$1::uuid" }, note)) === true;
}

export async function renewRecoveryCodes(
  database: Database,
  userId: string,
  codeHashes: string[],
  note: AccountNote,
): Promise<void> {
  const params = [userId, arrayLiteral(codeHashes)];
  const change = "app.two_factor_renew_codes($1, $2::text[])";
  await callNoting(database, { change, params, changed: "true", user: "$1::uuid" }, note);
}

/** Uses a time step up; false if it, or a later one, was used before. */
export async function consumeTwoFactorStep(
  database: Database,
  userId: string,
  step: number,
): Promise<boolean> {
  const [row] = await call(database, "select app.two_factor_use_step($1, $2) as done", [userId, step]);
  return row?.done === true;
}

/** Uses a recovery code up; false if there is no such code. */
export async function consumeRecoveryCode(
  database: Database,
  userId: string,
  hash: string,
): Promise<boolean> {
  const [row] = await call(database, "select app.two_factor_use_code($1, $2) as done", [userId, hash]);
  return row?.done === true;
}

export async function removeTwoFactor(database: Database, userId: string, note: AccountNote): Promise<void> {
  const change = "app.two_factor_remove($1)";
  await callNoting(database, { change, params: [userId], changed: "true", user: "$1::uuid" }, note);
}

/** The driver knows no array types (`fetch_types` is off). Hashes in hex need no quoting. */
function arrayLiteral(hashes: string[]): string {
  if (hashes.some((hash) => !/^[0-9a-f]+$/.test(hash))) throw new Error("not a list of hashes");
  return `{${hashes.join(",")}}`;
}
