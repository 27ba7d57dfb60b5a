"use client";

import { FailedPage } from "./_ui/failed-page";

/** A page outside of the dashboard that failed. */
export default function ErrorPage(failure: { error: unknown; retry: () => void }) {
  return <FailedPage title="This page could not be shown" {...failure} />;
}
