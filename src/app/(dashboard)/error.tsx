"use client";

import { Button } from "../_ui/button";
import { ErrorReference } from "../_ui/error-reference";
import { StatusPage } from "../_ui/status-page";

/** Within the frame of the signed-in pages, so that the way to the other pages stays. */
export default function DashboardError({ error, retry }: { error: unknown; retry: () => void }) {
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
