"use client";

import { useEffect, useRef, useState } from "react";
import type { MadeFor } from "@/server/http/form-state";
import { usePageStanding } from "../../../_lib/page-standing";
import { previewAction } from "../actions";

/** Milliseconds without a key being pressed, before the preview is asked for; long texts are asked for less often. */
function pauseMs(length: number): number {
  return Math.min(2_000, 350 + length / 50);
}

export interface Preview {
  html: string;
  /** What it shows is older than the text, and stays so until the text changes again. */
  isOutdated: boolean;
}

/** The rendered text, a moment after it was typed. `html` is that of the text as the page came. */
export function usePreview(content: string, html: string): Preview {
  const [preview, setPreview] = useState<Preview>({ html, isOutdated: false });
  const rendered = useRef(content);
  const { madeFor } = usePageStanding();

  useEffect(() => {
    if (content === rendered.current) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const answer = await render(content, madeFor);
      if (!isCurrent) return;
      if (answer === undefined) {
        setPreview((current) => ({ ...current, isOutdated: true }));
      } else {
        rendered.current = content;
        setPreview({ html: answer, isOutdated: false });
      }
    }, pauseMs(content.length));
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [content, madeFor]);

  return preview;
}

/** Undefined if there is no answer: a preview is no reason to disturb who writes. */
async function render(content: string, madeFor: MadeFor): Promise<string | undefined> {
  const form = new FormData();
  form.set("content", content);
  try {
    const state = await previewAction({ kind: "idle", madeFor }, form);
    return state.kind === "done" ? state.result : undefined;
  } catch {
    return undefined;
  }
}
