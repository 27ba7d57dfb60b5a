"use client";

import { useState } from "react";

/** What is typed in the editor. `tags` is one line with commas. */
export interface Draft {
  title: string;
  content: string;
  tags: string;
  slug: string;
}

export const emptyDraft: Draft = { title: "", content: "", tags: "", slug: "" };

/**
 * The typed text and the one that it is compared with: what was saved last, and as which version. The version is kept
 * here and not taken from the page, which may have been made anew in the meantime: a newer version under an older text
 * would let a save undo somebody else's change without a word.
 */
export function useDraft(saved: Draft, version: number, typed: Draft) {
  const [draft, setDraft] = useState(typed);
  const [base, setBase] = useState({ draft: saved, version });
  const names: (keyof Draft)[] = ["title", "content", "tags", "slug"];
  return {
    draft,
    version: base.version,
    isDirty: names.some((name) => draft[name] !== base.draft[name]),
    change: (part: Partial<Draft>) => setDraft((current) => ({ ...current, ...part })),
    /** The text that was sent is saved now; what was typed since then isn't. */
    markSaved: (sent: Draft, newVersion: number) => setBase({ draft: sent, version: newVersion }),
    /** A text of an earlier visit, with the version that it was typed over, so that a conflict stays one. */
    restore: (copy: { draft: Draft; version: number }) => {
      setDraft(copy.draft);
      setBase((current) => ({ ...current, version: copy.version }));
    },
    /** Something else than the text was changed. */
    markVersion: (newVersion: number) => setBase((current) => ({ ...current, version: newVersion })),
  };
}
