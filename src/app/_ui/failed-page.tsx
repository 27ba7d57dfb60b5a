"use client";

import { Button } from "./button";
import { ErrorReference } from "./error-reference";
import { StatusPage } from "./status-page";

/** What stands where a page failed while it was made. Trying again fetches it anew. */
export function FailedPage({ title, error, retry }: { title: string; error: unknown; retry: () => void }) {
  return (
    <StatusPage eyebrow="Something went wrong" title={title}>
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
