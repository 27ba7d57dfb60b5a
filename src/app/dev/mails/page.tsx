import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { config } from "@/server/platform/config";
import { type CapturedMail, capturedMails } from "@/server/platform/mail";
import { EmptyState } from "../../_ui/empty-state";
import { PageTitle } from "../../_ui/page-title";
import { Time } from "../../_ui/time";

export const metadata: Metadata = { title: "Mails", robots: { index: false } };

/**
 * The mails that this process kept for want of a mail server. Holds links that are secrets, so not in production, and only
 * under a name of this machine: another name that leads here belongs to a site which tries to read them in a visitor's browser.
 */
export default async function DevMailsPage() {
  await connection();
  if (config().mode === "production" || !isThisMachine((await headers()).get("host"))) notFound();
  const mails = capturedMails();
  return (
    <main id="content" tabIndex={-1} className="mx-auto max-w-3xl px-5 py-10 sm:px-8">
      <PageTitle
        title="Mails"
        intro={
          config().mail.smtpUrl
            ? "Mails go to the server of SMTP_URL, so none are kept here."
            : "What would have been sent, newest first. Without SMTP_URL the last 50 are kept in this process."
        }
      />
      {mails.length > 0 ? (
        <ol className="divide-y divide-rule border-y border-rule">
          {mails.map((mail) => (
            <li key={mail.sentAt.getTime() + mail.to + mail.subject} className="py-5">
              <KeptMailView mail={mail} />
            </li>
          ))}
        </ol>
      ) : (
        <EmptyState title="No mails yet">
          Sign up, invite somebody or ask for a new password, then load this page again.
        </EmptyState>
      )}
    </main>
  );
}

function isThisMachine(host: string | null): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? "");
}

function KeptMailView({ mail: { to, subject, text, link, sentAt } }: { mail: CapturedMail }) {
  return (
    <article>
      <h2 className="font-sans text-base font-medium">{subject}</h2>
      <p className="text-sm text-soft">
        To {to}, <Time value={sentAt} as="relative" />
      </p>
      <pre className="mt-3 font-sans text-sm break-words whitespace-pre-wrap">{text}</pre>
      {link && (
        <p className="mt-3 text-sm">
          <a href={link} className="link">
            Open the link
          </a>
        </p>
      )}
    </article>
  );
}
