"use client";

import { Button } from "./_ui/button";
import { ErrorReference } from "./_ui/error-reference";
import { StatusPage } from "./_ui/status-page";

/** A page that failed while it was made. Trying again fetches it anew. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <StatusPage eyebrow="Something went wrong" title="This page could not be shown">
      <div role="alert">
        <p>The fault is on our side, and it has been noted.</p>
        <ErrorReference error={error} />
      </div>
      <Button variant="primary" onClick={() => retry()}>
        Try again
      </Button>
    </StatusPage>
  );
}
