import { sql } from "drizzle-orm";
import type { TokenPurpose } from "../schema/enumerations";
import type { TenantTx } from "../tenant";
import type { NewMailRow } from "./outside-tenants/mails";
import type { NewTokenRow } from "./outside-tenants/tokens";

/** What `outside-tenants` has too, where it must happen together with a change in a tenant: in its transaction. */

export async function insertMail(tx: TenantTx, row: NewMailRow): Promise<void> {
  await tx.execute(sql`select app.mail_insert(${row.id}, ${row.payload}, ${row.expiresAt})`);
}

export async function insertToken(tx: TenantTx, row: NewTokenRow): Promise<void> {
  const { id, purpose, userId, email, emailNormalised, payload, expiresAt } = row;
  await tx.execute(
    sql`select app.token_insert(${id}, ${purpose}, ${userId}, ${email}, ${emailNormalised}, ${payload}, ${expiresAt})`,
  );
}

/** Uses a token up; of several transactions at once, one gets true. */
export async function consumeToken(tx: TenantTx, id: string, purpose: TokenPurpose): Promise<boolean> {
  const used = await tx.execute<{ user_id: string | null }>(
    sql`select user_id from app.token_consume(${id}, ${purpose})`,
  );
  return used.length === 1;
}

/** Makes a user's open links and challenges worthless: those of one purpose, or all. */
export async function revokeTokens(
  tx: TenantTx,
  userId: string,
  purpose: TokenPurpose | null,
): Promise<void> {
  await tx.execute(sql`select app.token_revoke(${userId}, ${purpose})`);
}

export async function deleteOtherSessions(tx: TenantTx, userId: string, keepId: string): Promise<void> {
  await tx.execute(sql`select app.session_delete_others(${userId}, ${keepId})`);
}

/** Ends a member's sessions in the transaction's tenant. */
export async function deleteSessionsOfMember(tx: TenantTx, userId: string): Promise<void> {
  await tx.execute(sql`select app.session_delete_of_member(${userId})`);
}
