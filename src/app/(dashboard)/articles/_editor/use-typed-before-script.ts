"use client";

import { useEffect, useRef } from "react";
import type { Draft } from "./use-draft";

/**
 * On a slow line people type before the script has arrived; when it takes the fields over, React puts back what the
 * server sent. So what stands in them is read just before, and taken over afterwards. `isHydrated` is false only for
 * that one render: a form of a page that is left by a link must not be mistaken for this one.
 */
export function useTypedBeforeScript(isHydrated: boolean, take: (typed: Partial<Draft>) => void): void {
  const typed = useRef<Partial<Draft>>(undefined);
  if (!isHydrated && typeof document !== "undefined") typed.current ??= readFields();
  const takeOnce = useRef(take);

  useEffect(() => {
    if (typed.current && Object.keys(typed.current).length > 0) takeOnce.current(typed.current);
  }, []);
}

/** The editor's fields that hold something else than the server sent. */
function readFields(): Partial<Draft> {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    'form[data-editor] :is([name="title"], [name="content"], [name="tags"], [name="slug"])',
  );
  const changed = [...fields].filter((field) => field.value !== field.defaultValue);
  return Object.fromEntries(changed.map((field) => [field.name, field.value]));
}
