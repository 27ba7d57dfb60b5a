"use client";

import { useEffect, useRef, useState } from "react";
import { PreviewRenderer } from "./preview-renderer";

/** Milliseconds without a key being pressed, before the text is rendered; long texts are rendered less often. */
function pauseMs(length: number): number {
  return Math.min(2_000, 350 + length / 50);
}

export interface Preview {
  html: string;
  /** Empty, or why it shows something older than the text. */
  note: "" | "not up to date" | "too long to preview";
}

/** The rendered text, a moment after it was typed. `html` is that of the text as the page came. */
export function usePreview(content: string, html: string): Preview {
  const [preview, setPreview] = useState<Preview>({ html, note: "" });
  const rendered = useRef(content);
  const renderer = useRef<PreviewRenderer>(undefined);

  useEffect(() => () => renderer.current?.close(), []);

  useEffect(() => {
    if (content === rendered.current) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      renderer.current ??= new PreviewRenderer();
      const answer = await renderer.current.render(content);
      if (!isCurrent) return;
      if (answer.kind === "rendered") {
        rendered.current = content;
        setPreview({ html: answer.html, note: "" });
      } else {
        const note = answer.kind === "too_costly" ? "too long to preview" : "not up to date";
        setPreview((current) => ({ ...current, note }));
      }
    }, pauseMs(content.length));
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [content]);

  return preview;
}
