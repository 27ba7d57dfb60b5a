import type { Database } from "../client";
import type { Role, TokenPurpose } from "../schema/enumerations";
import { type AccountNote, callNoting } from "./account-notes";
import { call, camelCased } from "./gateway-call";

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

export interface TokenRow {
  userId: string | null;
  email: string;
  emailNormalised: string;
  payload: string | null;
  userName: string | null;
  userEmail: string | null;
}

export interface MailRow {
  id: string;
  /** Encrypted. */
  payload: string;
  /** This attempt included. */
  attempts: number;
}

export interface NewMailRow {
  id: string;
  payload: string;
  expiresAt: Date;
}

export interface InvitationRow {
  id: string;
  tenantId: string;
  tenantSlug: string;
  tenantName: string;
  email: string;
  emailNormalised: string;
  role: Role;
  invitedByName: string;
  /** Of the account with that address, if there is one. */
  userId: string | null;
}

export async function insertToken(database: Database, row: NewTokenRow): Promise<void> {
  const { id, purpose, userId, email, emailNormalised, payload, expiresAt } = row;
  const params = [id, purpose, userId, email, emailNormalised, payload, expiresAt];
  await call(database, "select app.token_insert($1, $2, $3, $4, $5, $6, $7)", params);
}

/** What a token is good for, without using it up. */
export async function peekToken(
  database: Database,
  id: string,
  purpose: TokenPurpose,
): Promise<TokenRow | null> {
  const [row] = await call(database, "select * from app.token_peek($1, $2)", [id, purpose]);
  return row ? (camelCased(row) as unknown as TokenRow) : null;
}

/** Uses a token up. Returns whether it was there to be used; of several callers at once, one gets true. */
export async function consumeToken(database: Database, id: string, purpose: TokenPurpose): Promise<boolean> {
  return (await call(database, "select 1 from app.token_consume($1, $2)", [id, purpose])).length === 1;
}

/** Returns whether the token was good and the address is still the user's. */
export async function verifyEmail(database: Database, tokenId: string): Promise<boolean> {
  const [row] = await call(database, "select app.verify_email($1) as done", [tokenId]);
  return row?.done === true;
}

/** Returns the user, or null if the token is no good. Throws ConstraintError `users_email_normalised_key`. */
export async function changeEmail(
  database: Database,
  tokenId: string,
  note: AccountNote,
): Promise<string | null> {
  const change = "app.change_email($1)";
  const noted = { change, params: [tokenId], changed: "d.done is not null", user: "d.done" };
  return (await callNoting<string>(database, noted, note)) ?? null;
}

/** Returns false if the token is no good; then nothing was changed and no mail was written. */
export async function resetPassword(
  database: Database,
  { tokenId, userId, passwordHash }: { tokenId: string; userId: string | null; passwordHash: string },
  mail: NewMailRow,
  note: AccountNote,
): Promise<boolean> {
  const params = [tokenId, passwordHash, mail.id, mail.payload, mail.expiresAt, userId];
  const change = "app.reset_password($1, $2, $3, $4, $5)";
  return (await callNoting(database, { change, params, changed: "d.done", user: "$6::uuid" }, note)) === true;
}

export async function insertMail(database: Database, row: NewMailRow): Promise<void> {
  await call(database, "select app.mail_insert($1, $2, $3)", [row.id, row.payload, row.expiresAt]);
}

/** Takes one mail up for one attempt; null if it has been delivered, or has expired. */
export async function claimMail(database: Database, id: string): Promise<MailRow | null> {
  const [row] = await call(database, "select * from app.mail_claim($1)", [id]);
  return row ? (camelCased(row) as unknown as MailRow) : null;
}

/** Takes up mails that are due; nobody else gets the same ones. */
export async function claimDueMails(database: Database, limitMax: number): Promise<MailRow[]> {
  const rows = await call(database, "select * from app.mail_claim_due($1)", [limitMax]);
  return rows.map((row) => camelCased(row) as unknown as MailRow);
}

export async function deleteMail(database: Database, id: string): Promise<void> {
  await call(database, "select app.mail_delete($1)", [id]);
}

/** Deletes tokens and mails whose time is over; returns how many mails were never delivered. */
export async function sweepAccounts(database: Database): Promise<number> {
  const [row] = await call<{ lost: number }>(database, "select app.account_sweep()::int as lost", []);
  return row?.lost ?? 0;
}

/** What is behind an invitation's link; null if it was accepted, cancelled, replaced, or has expired. */
export async function resolveInvitation(
  database: Database,
  tokenHash: string,
): Promise<InvitationRow | null> {
  const [row] = await call(database, "select * from app.resolve_invitation($1)", [tokenHash]);
  return row ? (camelCased(row) as unknown as InvitationRow) : null;
}

/** The open invitations to an address, newest first; those whose maker may still let people in. */
export async function listInvitationsTo(
  database: Database,
  emailNormalised: string,
): Promise<(InvitationRow & { tokenHash: string })[]> {
  const rows = await call(database, "select * from app.list_invitations_to($1)", [emailNormalised]);
  return rows.map((row) => camelCased(row) as unknown as InvitationRow & { tokenHash: string });
}
