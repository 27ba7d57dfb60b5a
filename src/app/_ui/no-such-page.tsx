"use client";

import { buttonClass } from "./button-class";
import { Link } from "./link";
import { StatusPage } from "./status-page";
import { Wordmark } from "./wordmark";

/** In place of a page that isn't there. Of the browser's, since the data of every page name it and would else spell it out. */
export function NoSuchPage() {
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
