"use client";

import { useEffect, useRef } from "react";
import { CopyButton } from "../../../_ui/copy-button";

/** The only time that a secret is shown. It takes the focus, so that nobody misses it. */
export function NewSecret({ url, secret }: { url: string; secret: string }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="status"
      className="mt-5 space-y-3 border-s-2 border-accent bg-accent-wash p-4 text-sm"
    >
      <p className="font-medium break-all">The secret of {url}</p>
      <p>Your receiver verifies with it what it gets. Copy it now: it will not be shown again.</p>
      <code data-testid="new-secret" className="block font-mono text-[0.8125rem] break-all select-all">
        {secret}
      </code>
      <CopyButton text={secret} label="Copy secret" />
    </div>
  );
}
