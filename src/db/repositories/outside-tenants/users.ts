import { sql } from "drizzle-orm";
import type { Database } from "../../database";
import { members } from "../../schema/members";
import { users } from "../../schema/users";
import { type AccountEvent, callWithEvent } from "../account-events";
import { like, list, prepareList, type RowOf, tenantOf, value } from "./call";
import type { NewMailRow } from "./mails";

/** Accounts and their memberships: a person may be a member of several tenants. */

const credentials = {
  userId: like(members.userId),
  passwordHash: like(users.passwordHash),
  name: like(users.name),
  email: like(users.email),
  emailNormalised: like(users.emailNormalised),
  hasTwoFactor: sql<boolean>`has_two_factor`,
};
export type CredentialsRow = RowOf<typeof credentials>;

const membership = { ...tenantOf, role: like(members.role) };
export type MembershipRow = RowOf<typeof membership>;

export async function findCredentials(
  database: Database,
  emailNormalised: string,
): Promise<CredentialsRow | null> {
  const [row] = await list(database, credentials, sql`app.find_credentials(${emailNormalised})`);
  return row ?? null;
}

export async function credentialsOf(database: Database, userId: string): Promise<CredentialsRow | null> {
  const [row] = await list(database, credentials, sql`app.credentials_of(${userId})`);
  return row ?? null;
}

const memberships = prepareList(
  membership,
  sql`app.list_memberships(${sql.placeholder("userId")})`,
  "membership_list",
);

export async function listMemberships(database: Database, userId: string): Promise<MembershipRow[]> {
  return memberships(database, { userId });
}

/** Returns whether the token was good and the address is still the user's. */
export async function verifyEmail(database: Database, tokenId: string): Promise<boolean> {
  return (await value(database, sql<boolean>`app.verify_email(${tokenId})`)) === true;
}

/** Returns the user, or null if the token is no good. Throws ConstraintError `users_email_normalised_key`. */
export async function changeEmail(
  database: Database,
  tokenId: string,
  note: AccountEvent,
): Promise<string | null> {
  const change = sql<string>`app.change_email(${tokenId})`;
  const noted = { change, changed: sql`d.done is not null`, user: sql`d.done` };
  return (await callWithEvent(database, noted, note)) ?? null;
}

/** Returns false if the token is no good; then nothing was changed and no mail was written. */
export async function resetPassword(
  database: Database,
  { tokenId, userId, passwordHash }: { tokenId: string; userId: string | null; passwordHash: string },
  { id, payload, expiresAt }: NewMailRow,
  note: AccountEvent,
): Promise<boolean> {
  const change = sql<boolean>`app.reset_password(${tokenId}, ${passwordHash}, ${id}, ${payload}, ${expiresAt})`;
  const noted = { change, changed: sql`d.done`, user: sql`${userId}::uuid` };
  return (await callWithEvent(database, noted, note)) === true;
}
