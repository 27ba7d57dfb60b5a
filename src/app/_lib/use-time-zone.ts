"use client";

import { useHydrated } from "./use-hydrated";

/** The browser's time zone by its name; UTC where the page is made, without script, and until the script runs. */
export function useTimeZone(): string {
  return useHydrated() ? new Intl.DateTimeFormat().resolvedOptions().timeZone : "UTC";
}
