"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";

/** Follows the links of `Link` without leaving the document. Until it is there they are links like any other. */
export function LinkRouter() {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const followed = useRef<HTMLAnchorElement>(null);

  useEffect(() => {
    const follow = (event: MouseEvent) => {
      const link = linkOf(event);
      const href = link?.getAttribute("href");
      if (!link || !href) return;
      event.preventDefault();
      followed.current?.removeAttribute("data-pending");
      followed.current = link;
      startTransition(() => router.push(href, { scroll: link.dataset.link !== "keeps-scroll" }));
    };
    // Behind every other listener: what one of them has dealt with is not followed.
    window.addEventListener("click", follow);
    return () => window.removeEventListener("click", follow);
  }, [router]);

  // Shows that the click was noticed while the next page is made; see `.tab` in globals.css.
  useEffect(() => {
    followed.current?.toggleAttribute("data-pending", isPending);
  }, [isPending]);
  return null;
}

/** The link that a plain click is meant for. */
function linkOf(event: MouseEvent): HTMLAnchorElement | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  return event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-link]") : null;
}
