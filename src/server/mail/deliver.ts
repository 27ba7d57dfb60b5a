import {
  claimDueMails,
  claimMail,
  deleteMail,
  insertMail,
  type MailRow,
  type NewMailRow,
} from "@/db/repositories/outside-tenants/mails";
import { database } from "../platform/database";
import { logger } from "../platform/logger";
import { sendMail } from "../platform/mail";
import { processSingleton } from "../platform/process-singleton";
import { composeMail } from "./compose";
import { readOutboxEntry } from "./outbox";

/** How many mails the worker takes up at once. */
const batchMax = 20;

const underWay = () => processSingleton("deliveries", () => new Set<Promise<void>>());

/** Writes a row to the outbox on its own and delivers it; for mails that come with no other change. */
export async function post(row: NewMailRow): Promise<void> {
  await insertMail(database(), row);
  deliverSoon(row.id);
}

/**
 * Delivers a mail whose row was committed. Nobody waits for it: a mail server that is slow or away must not hold a
 * request up, and the worker tries again what fails here.
 */
export function deliverSoon(id: string): void {
  const delivery = claimMail(database(), id)
    .then((row) => (row ? attempt(row) : undefined))
    .catch((error: unknown) => logger().warn({ error, mailId: id }, "a mail has to wait for the worker"))
    .finally(() => underWay().delete(delivery));
  underWay().add(delivery);
}

/** Delivers what is due, of whatever process. Returns how many mails were taken up. */
export async function deliverDue(): Promise<number> {
  const rows = await claimDueMails(database(), batchMax);
  await Promise.all(rows.map(attempt));
  return rows.length;
}

/** Resolves once nothing that `deliverSoon` began is under way. */
export async function deliveriesSettled(): Promise<void> {
  while (underWay().size > 0) await Promise.all(underWay());
}

/** One attempt. A mail is sent at least once: it is forgotten only after the server has taken it. Never throws. */
async function attempt(row: MailRow): Promise<void> {
  try {
    const mail = await composeMail(readOutboxEntry(row));
    if (mail) await sendMail(mail);
    await deleteMail(database(), row.id);
  } catch (error) {
    const line = { error, mailId: row.id, attempts: row.attempts };
    if (!isRefusedForGood(error)) {
      logger().warn(line, "a mail could not be delivered; it will be tried again");
      return;
    }
    logger().warn(line, "the mail server refuses a mail for good");
    await deleteMail(database(), row.id).catch(() => undefined);
  }
}

/** The recipient or the content was refused with a permanent status (RFC 5321, 4.2.1). Refused credentials may be put right. */
function isRefusedForGood(error: unknown): boolean {
  if (!(error instanceof Error && "responseCode" in error && "code" in error)) return false;
  const { responseCode, code } = error;
  return Number(responseCode) >= 500 && (code === "EENVELOPE" || code === "EMESSAGE");
}
