import { sql } from "drizzle-orm";
import type { Database } from "../database";
import { accountTokens } from "../schema/account-tokens";
import type { TokenPurpose } from "../schema/enumerations";
import { invitations } from "../schema/invitations";
import { mails } from "../schema/mails";
import { members } from "../schema/members";
import { tenants } from "../schema/tenants";
import { type AccountNote, callNoting } from "./account-notes";
import { like, list, perform, type RowOf, value } from "./gateway-call";

/**
 * The gateway's part for accounts: links, the outbox, invitations. Each is one SECURITY DEFINER
 * function of `drizzle/0004_accounts.sql`; the program has no right on the tables behind them.
 */

export interface NewTokenRow {
  /** SHA-256 of the token. */
  id: string;
  purpose: TokenPurpose;
  userId: string | null;
  email: string;
  emailNormalised: string;
  /** Encrypted. */
  payload: string | null;
  expiresAt: Date;
}

const token = {
  userId: like(accountTokens.userId),
  email: like(accountTokens.email),
  emailNormalised: like(accountTokens.emailNormalised),
  payload: like(accountTokens.payload),
  userName: sql<string | null>`user_name`,
  userEmail: sql<string | null>`user_email`,
};
export type TokenRow = RowOf<typeof token>;

const mail = {
  id: like(mails.id),
  /** Encrypted. */
  payload: like(mails.payload),
  /** This attempt included. */
  attempts: like(mails.attempts),
};
export type MailRow = RowOf<typeof mail>;

export interface NewMailRow {
  id: string;
  payload: string;
  expiresAt: Date;
}

const invitation = {
  id: like(invitations.id),
  tenantId: like(invitations.tenantId),
  tenantSlug: like(tenants.slug, "tenant_slug"),
  tenantName: like(tenants.name, "tenant_name"),
  email: like(invitations.email),
  emailNormalised: like(invitations.emailNormalised),
  role: like(invitations.role),
  invitedByName: like(members.name, "invited_by_name"),
  /** Of the account with that address, if there is one. */
  userId: sql<string | null>`user_id`,
};
export type InvitationRow = RowOf<typeof invitation>;

export async function insertToken(database: Database, row: NewTokenRow): Promise<void> {
  const { id, purpose, userId, email, emailNormalised, payload, expiresAt } = row;
  await perform(
    database,
    sql`app.token_insert(${id}, ${purpose}, ${userId}, ${email}, ${emailNormalised}, ${payload}, ${expiresAt})`,
  );
}

/** What a token is good for, without using it up. */
export async function peekToken(
  database: Database,
  id: string,
  purpose: TokenPurpose,
): Promise<TokenRow | null> {
  const [row] = await list(database, token, sql`app.token_peek(${id}, ${purpose})`);
  return row ?? null;
}

/** Uses a token up. Returns whether it was there to be used; of several callers at once, one gets true. */
export async function consumeToken(database: Database, id: string, purpose: TokenPurpose): Promise<boolean> {
  const used = await list(database, { userId: token.userId }, sql`app.token_consume(${id}, ${purpose})`);
  return used.length === 1;
}

/** Returns whether the token was good and the address is still the user's. */
export async function verifyEmail(database: Database, tokenId: string): Promise<boolean> {
  return (await value(database, sql<boolean>`app.verify_email(${tokenId})`)) === true;
}

/** Returns the user, or null if the token is no good. Throws ConstraintError `users_email_normalised_key`. */
export async function changeEmail(
  database: Database,
  tokenId: string,
  note: AccountNote,
): Promise<string | null> {
  const change = sql<string>`app.change_email(${tokenId})`;
  const noted = { change, changed: sql`d.done is not null`, user: sql`d.done` };
  return (await callNoting(database, noted, note)) ?? null;
}

/** Returns false if the token is no good; then nothing was changed and no mail was written. */
export async function resetPassword(
  database: Database,
  { tokenId, userId, passwordHash }: { tokenId: string; userId: string | null; passwordHash: string },
  { id, payload, expiresAt }: NewMailRow,
  note: AccountNote,
): Promise<boolean> {
  const change = sql<boolean>`app.reset_password(${tokenId}, ${passwordHash}, ${id}, ${payload}, ${expiresAt})`;
  const noted = { change, changed: sql`d.done`, user: sql`${userId}::uuid` };
  return (await callNoting(database, noted, note)) === true;
}

export async function insertMail(database: Database, row: NewMailRow): Promise<void> {
  await perform(database, sql`app.mail_insert(${row.id}, ${row.payload}, ${row.expiresAt})`);
}

/** Takes one mail up for one attempt; null if it has been delivered, or has expired. */
export async function claimMail(database: Database, id: string): Promise<MailRow | null> {
  const [row] = await list(database, mail, sql`app.mail_claim(${id})`);
  return row ?? null;
}

/** Takes up mails that are due; nobody else gets the same ones. */
export async function claimDueMails(database: Database, limitMax: number): Promise<MailRow[]> {
  return list(database, mail, sql`app.mail_claim_due(${limitMax})`);
}

export async function deleteMail(database: Database, id: string): Promise<void> {
  await perform(database, sql`app.mail_delete(${id})`);
}

/** Deletes tokens and mails whose time is over; returns how many mails were never delivered. */
export async function sweepAccounts(database: Database): Promise<number> {
  return (await value(database, sql<number>`app.account_sweep()::int`)) ?? 0;
}

/** What is behind an invitation's link; null if it was accepted, cancelled, replaced, or has expired. */
export async function resolveInvitation(
  database: Database,
  tokenHash: string,
): Promise<InvitationRow | null> {
  const [row] = await list(database, invitation, sql`app.resolve_invitation(${tokenHash})`);
  return row ?? null;
}

/** The open invitations to an address, newest first; those whose maker may still let people in. */
export async function listInvitationsTo(
  database: Database,
  emailNormalised: string,
): Promise<(InvitationRow & { tokenHash: string })[]> {
  const fields = { ...invitation, tokenHash: like(invitations.tokenHash) };
  return list(database, fields, sql`app.list_invitations_to(${emailNormalised})`);
}
