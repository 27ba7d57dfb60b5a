import { createTransport, type Transporter } from "nodemailer";
import { config } from "./config";
import { logger } from "./logger";
import { processSingleton } from "./process-singleton";

/** A mail as it goes out: plain text, and the same as simple HTML. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Where its button leads to, if it has one. A secret: logged in development alone. */
  link?: string | undefined;
}

export interface CapturedMail extends Mail {
  sentAt: Date;
}

/** How many mails are kept where there is no mail server. */
const keptMax = 50;

/** How long the mail server may take to answer, in milliseconds. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

const kept = () => processSingleton<CapturedMail[]>("kept-mails", () => []);

/**
 * Hands a mail to the mail server; without one (development, preview, tests) keeps it in this process, for `/dev/mails`.
 * Throws if the server can't be reached or doesn't take it.
 */
export async function sendMail(mail: Mail): Promise<void> {
  const { smtpUrl, from } = config().mail;
  if (smtpUrl) {
    // As a list of one address, so that nothing in it can be read as a second recipient.
    const to = [{ name: "", address: mail.to }];
    const { subject, text, html } = mail;
    // Says to other servers that nobody waits for an answer, such as a note of absence (RFC 3834).
    const headers = { "Auto-Submitted": "auto-generated" };
    await transport(smtpUrl).sendMail({ from, to, subject, text, html, headers });
    return;
  }
  kept().unshift({ ...mail, sentAt: new Date() });
  kept().splice(keptMax);
  const { to, subject, link } = mail;
  logger().info({ to, subject, ...(config().mode === "development" ? { link } : {}) }, "mail kept, not sent");
}

/** The mails of this process that were kept for want of a mail server, newest first. */
export function capturedMails(): readonly CapturedMail[] {
  return kept();
}

function transport(url: string): Transporter {
  return processSingleton("mail-transport", () =>
    createTransport({ url, ...timeouts, pool: true, disableFileAccess: true, disableUrlAccess: true }),
  );
}
