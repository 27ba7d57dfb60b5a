"use client";

import { useEffect, useRef, useState } from "react";
import { dropCopy, findUnsaved, keepCopy, type UnsavedCopy } from "./unsaved-copies";
import type { Draft } from "./use-draft";

/** Stands for the article that has no id yet. */
const newName = "new";

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
 * Keeps a copy of the text while it isn't saved, and finds the one that an earlier visit left behind. `found` is null
 * unless there is one; `settle` is for when it was taken over or thrown away.
 */
export function useUnsavedCopy({ id, saved, draft, version, isDirty }: Editing) {
  const name = id ?? newName;
  const [found, setFound] = useState<UnsavedCopy | null>(null);
  const wasDirty = useRef(false);

  const atFirst = useRef({ name, saved });

  // Only the browser knows, so the first render can't. Once: later on the copy is this visit's own.
  useEffect(() => {
    setFound(findUnsaved(atFirst.current.name, atFirst.current.saved));
    // A new article that was saved comes back as this one.
    findUnsaved(newName, atFirst.current.saved);
  }, []);

  useEffect(() => {
    if (!isDirty) {
      // Saved, or typed back to what it was. A copy of an earlier visit stays until it is settled.
      if (wasDirty.current) dropCopy(name);
      wasDirty.current = false;
      return;
    }
    wasDirty.current = true;
    const timer = setTimeout(() => keepCopy(name, { draft, version }), pauseMs);
    return () => clearTimeout(timer);
  }, [name, draft, version, isDirty]);

  function settle(): void {
    setFound(null);
    dropCopy(name);
  }

  return { found, settle };
}
