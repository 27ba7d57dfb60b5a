"use client";

import { FailedPage } from "../_ui/failed-page";

/** Within the frame of the signed-in pages, so that the way to the other pages stays. */
export default function DashboardError(failure: { error: unknown; retry: () => void }) {
  return <FailedPage title="This page could not be shown" {...failure} />;
}
