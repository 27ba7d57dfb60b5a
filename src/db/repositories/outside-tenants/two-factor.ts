import { sql } from "drizzle-orm";
import type { Database } from "../../database";
import { twoFactor } from "../../schema/two-factor";
import { type AccountEvent, callWithEvent } from "../account-events";
import { like, list, type RowOf, value } from "./call";

/** The second factor of accounts. */

const fields = {
  /** Encrypted. */
  secret: like(twoFactor.secret),
  confirmedAt: like(twoFactor.confirmedAt),
  // As a float: the driver gives a bigint as text.
  lastStep: sql<number | null>`last_step::float8`,
  recoveryLeft: sql<number>`recovery_left::float8`,
};
export type TwoFactorRow = RowOf<typeof fields>;

export async function getTwoFactor(database: Database, userId: string): Promise<TwoFactorRow | null> {
  const [row] = await list(database, fields, sql`app.two_factor_get(${userId})`);
  return row ?? null;
}

/** Returns false if a second factor is in force already. */
export async function startTwoFactor(database: Database, userId: string, secret: string): Promise<boolean> {
  return (await value(database, sql<boolean>`app.two_factor_start(${userId}, ${secret})`)) === true;
}

/** Puts the second factor in force, if `secret` is still the one that was begun with. */
export async function confirmTwoFactor(
  database: Database,
  confirmation: { userId: string; secret: string; step: number; codeHashes: string[] },
  note: AccountEvent,
): Promise<boolean> {
  const { userId, secret, step, codeHashes } = confirmation;
  const hashes = arrayLiteral(codeHashes);
  const change = sql<boolean>`app.two_factor_confirm(${userId}, ${secret}, ${step}, ${hashes}::text[])`;
  return (
    (await callWithEvent(database, { change, changed: sql`d.done`, user: sql`${userId}::uuid` }, note)) ===
    true
  );
}

export async function renewRecoveryCodes(
  database: Database,
  userId: string,
  codeHashes: string[],
  note: AccountEvent,
): Promise<void> {
  const change = sql`app.two_factor_renew_codes(${userId}, ${arrayLiteral(codeHashes)}::text[])`;
  await callWithEvent(database, { change, changed: sql`true`, user: sql`${userId}::uuid` }, note);
}

/** Uses a time step up; false if it, or a later one, was used before. */
export async function consumeTwoFactorStep(
  database: Database,
  userId: string,
  step: number,
): Promise<boolean> {
  return (await value(database, sql<boolean>`app.two_factor_use_step(${userId}, ${step})`)) === true;
}

/** Uses a recovery code up; false if there is no such code. */
export async function consumeRecoveryCode(
  database: Database,
  userId: string,
  hash: string,
): Promise<boolean> {
  return (await value(database, sql<boolean>`app.two_factor_use_code(${userId}, ${hash})`)) === true;
}

export async function removeTwoFactor(database: Database, userId: string, note: AccountEvent): Promise<void> {
  const change = sql`app.two_factor_remove(${userId})`;
  await callWithEvent(database, { change, changed: sql`true`, user: sql`${userId}::uuid` }, note);
}

/** The driver knows no array types (`fetch_types` is off). Hashes in hex need no quoting. */
function arrayLiteral(hashes: string[]): string {
  if (hashes.some((hash) => !/^[0-9a-f]+$/.test(hash))) throw new Error("not a list of hashes");
  return `{${hashes.join(",")}}`;
}
