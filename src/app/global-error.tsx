"use client";

import { FailedPage } from "./_ui/failed-page";
import "./globals.css";

/** Replaces everything, the root layout included; so the theme of the cookie is not known here. */
export default function GlobalError(failure: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Masthead</title>
        <main>
          <FailedPage title="Masthead could not be shown" {...failure} />
        </main>
      </body>
    </html>
  );
}
