"use client";

import { usePathname, useRouter } from "next/navigation";
import { createContext, Fragment, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { type FormState, type MadeFor, madeForOf, type PageOwner } from "@/server/pages/form-state";
import { ownerMetaName } from "./page-owner-meta";
import { useOtherTabs } from "./use-other-tabs";

/** A form that was sent, to be sent once more. */
export interface SentForm {
  element: HTMLFormElement;
  submitter: HTMLElement | null;
}

/** Why nothing of this page can be saved right now. */
export type Trouble =
  | { kind: "elsewhere"; now: PageOwner; sent?: SentForm | undefined }
  | { kind: "signed out"; sent?: SentForm | undefined }
  /** Signed in again, as before, in another tab. */
  | { kind: "back"; sent?: SentForm | undefined };

interface PageStanding {
  /** Whose page this is; null for a page for nobody in particular. */
  owner: PageOwner | null;
  madeFor: MadeFor;
  trouble: Trouble | null;
  settle: () => void;
  /** What came of a form of this page. */
  report: (outcome: FormState<unknown>, sent: SentForm) => void;
}

const nobody: PageStanding = {
  owner: null,
  madeFor: null,
  trouble: null,
  settle: () => undefined,
  report: () => undefined,
};

const Context = createContext<PageStanding>(nobody);

export function usePageStanding(): PageStanding {
  return useContext(Context);
}

/**
 * Knows for whom the page was made, for all of its forms, and what keeps it from being saved. All tabs share one session, so
 * another tab may have switched the organisation, or signed out. A page without anything typed follows; one with
 * something typed stays what it is.
 */
export function PageStandingProvider({ owner: given, children }: { owner: PageOwner; children: ReactNode }) {
  const pathname = usePathname();
  const [owner, setOwner] = useState(given);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const typedAt = useTypedAt();
  const settle = () => setTrouble(null);
  const isSame = madeForOf(given) === madeForOf(owner);

  useEffect(() => {
    if (isSame) return;
    if (typedAt.current === pathname) {
      setTrouble((current) => current ?? { kind: "elsewhere", now: given });
    } else {
      setOwner(given);
      setTrouble(null);
    }
  }, [isSame, given, pathname, typedAt]);

  useNewerPage(madeForOf(given));
  useOtherTabs(given, (now) => setTrouble((current) => afterNews(current, now, owner)));

  function report(outcome: FormState<unknown>, sent: SentForm): void {
    if (outcome.kind === "error" && outcome.now) setTrouble({ kind: "elsewhere", now: outcome.now, sent });
    else if (outcome.kind === "error" && outcome.code === "unauthorized")
      setTrouble({ kind: "signed out", sent });
    else if (outcome.kind === "done") settle();
  }

  const standing = { owner, madeFor: madeForOf(owner), trouble, settle, report };
  return (
    <Context value={standing}>
      {/* Another owner is another page: nothing of the one must be left in the other. */}
      <Fragment key={madeForOf(owner)}>{children}</Fragment>
    </Context>
  );
}

/** Another tab has shown a page of `now`. */
function afterNews(current: Trouble | null, now: PageOwner, owner: PageOwner): Trouble | null {
  const sent = current?.sent;
  if (madeForOf(now) !== madeForOf(owner)) return { kind: "elsewhere", now, sent };
  return current && sent ? { kind: "back", sent } : null;
}

/** On which page something was typed last. */
function useTypedAt() {
  const typedAt = useRef<string>(undefined);
  useEffect(() => {
    const note = () => {
      typedAt.current = location.pathname;
    };
    document.addEventListener("input", note);
    return () => document.removeEventListener("input", note);
  }, []);
  return typedAt;
}

/**
 * A link within the program fetches the new page alone, and not the frame around it. Each page says in its head whose it is;
 * where that isn't whose the frame is, the frame is fetched too.
 */
function useNewerPage(madeFor: string): void {
  const router = useRouter();
  useEffect(() => {
    const compare = () => {
      const shown = document.querySelector<HTMLMetaElement>(`meta[name="${ownerMetaName}"]`)?.content;
      if (shown && shown !== madeFor) router.refresh();
    };
    compare();
    const observer = new MutationObserver(compare);
    observer.observe(document.head, { childList: true, subtree: true, attributes: true });
    return () => observer.disconnect();
  }, [madeFor, router]);
}
