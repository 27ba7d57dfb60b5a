"use client";

import { Button } from "./_ui/button";
import { ErrorReference } from "./_ui/error-reference";
import { StatusPage } from "./_ui/status-page";
import "./globals.css";

/** Replaces everything, the root layout included; so the theme of the cookie is not known here. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Masthead</title>
        <main>
          <StatusPage eyebrow="Something went wrong" title="Masthead could not be shown">
            <div role="alert">
              <p>The fault is on our side, and it has been noted.</p>
              <ErrorReference error={error} />
            </div>
            <Button variant="primary" onClick={() => retry()}>
              Try again
            </Button>
          </StatusPage>
        </main>
      </body>
    </html>
  );
}
