"use client";

import { useEffect } from "react";

const question = "What you typed is not saved. Leave without it?";

/** Asks before the page is left with unsaved text: by closing or reloading, and by a link within the program. */
export function useLeaveGuard(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return;
    const beforeUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const click = (event: MouseEvent) => {
      if (!leadsAway(event) || window.confirm(question)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("beforeunload", beforeUnload);
    // Before any other listener: the router would be on its way already.
    window.addEventListener("click", click, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", beforeUnload);
      window.removeEventListener("click", click, { capture: true });
    };
  }, [isDirty]);
}

/** True for a plain click on a link to another page in this tab. Whole page loads ask by themselves. */
function leadsAway(event: MouseEvent): boolean {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link?.href || (link.target && link.target !== "_self")) return false;
  const to = new URL(link.href, location.href);
  return to.origin === location.origin && to.pathname !== location.pathname;
}
