"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False on the server and for the first render in the browser, so that both make the same page. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
