"use client";

import { useEffect, useRef, useState } from "react";
import { usePageStanding } from "../../../_lib/page-standing";
import { dropCopy, findUnsaved, type KeptCopy, keepCopy, newCopyKey } from "./unsaved-copies";
import type { Draft } from "./use-draft";

/** Milliseconds after the last key; losing less than that is no loss. */
const pauseMs = 400;

interface Editing {
  /** Absent for an article that isn't saved yet. */
  id: string | undefined;
  saved: Draft;
  draft: Draft;
  version: number;
  isDirty: boolean;
}

/**
 * Keeps a copy of the text while it isn't saved, and finds those that earlier visits left behind. They stay until they are
 * taken over or thrown away, whatever is typed in the meantime.
 */
export function useUnsavedCopy({ id, saved, draft, version, isDirty }: Editing) {
  const { madeFor } = usePageStanding();
  const nameOf = (article: string) => `${madeFor}:${article}`;
  const name = nameOf(id ?? "new");
  const [found, setFound] = useState<KeptCopy[]>([]);
  const wasDirty = useRef(false);
  /** Of what is typed now. */
  const key = useRef<string>(undefined);

  const atFirst = useRef({ name, newName: nameOf("new"), saved });

  // Only the browser knows, so the first render can't. Once: later on there is this visit's own too.
  useEffect(() => {
    const first = atFirst.current;
    setFound(findUnsaved(first.name, first.saved));
    // A new article that was saved comes back as this one.
    findUnsaved(first.newName, first.saved);
  }, []);

  useEffect(() => {
    key.current ??= newCopyKey(name);
    const own = key.current;
    if (!isDirty) {
      // Saved, or typed back to what it was.
      if (wasDirty.current) dropCopy(own);
      wasDirty.current = false;
      return;
    }
    wasDirty.current = true;
    const keep = () => keepCopy(own, { draft, version, keptAt: Date.now() });
    const timer = setTimeout(keep, pauseMs);
    return () => clearTimeout(timer);
  }, [name, draft, version, isDirty]);

  function leave(copy: KeptCopy): void {
    setFound((current) => current.filter((other) => other !== copy));
  }

  return {
    found,
    /** The copy becomes what is typed here; what was typed until now is offered in its place. */
    take(copy: KeptCopy): void {
      leave(copy);
      if (isDirty && key.current) {
        const mine = { draft, version, keptAt: Date.now() };
        keepCopy(key.current, mine);
        const offered = { ...mine, key: key.current };
        setFound((current) => [offered, ...current]);
      }
      key.current = copy.key;
      wasDirty.current = true;
    },
    discard(copy: KeptCopy): void {
      leave(copy);
      dropCopy(copy.key);
    },
  };
}
