import { sql } from "drizzle-orm";
import type { Database } from "../../database";
import { accountTokens } from "../../schema/account-tokens";
import type { TokenPurpose } from "../../schema/enumerations";
import { like, list, perform, type RowOf } from "./call";

/** Links and challenges of accounts. */

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
