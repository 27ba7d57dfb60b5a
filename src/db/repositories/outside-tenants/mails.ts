import { sql } from "drizzle-orm";
import type { Database } from "../../database";
import { mails } from "../../schema/mails";
import { like, list, perform, type RowOf } from "./call";

/** The outbox. */

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
