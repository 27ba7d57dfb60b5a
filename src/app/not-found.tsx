import type { Metadata } from "next";
import { buttonClass } from "./_ui/button-class";
import { Link } from "./_ui/link";
import { StatusPage } from "./_ui/status-page";
import { Wordmark } from "./_ui/wordmark";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <div className="mx-auto max-w-md px-5">
      <header className="double-rule pt-8 pb-3 text-center">
        <Wordmark />
      </header>
      <main id="content" tabIndex={-1}>
        <StatusPage eyebrow="Not found" title="No such page">
          <p>The address has a mistake in it, or what was here has gone.</p>
          <Link href="/" className={buttonClass("plain")}>
            To the front page
          </Link>
        </StatusPage>
      </main>
    </div>
  );
}
