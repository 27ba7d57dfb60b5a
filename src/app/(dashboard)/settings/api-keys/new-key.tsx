"use client";

import { useEffect, useRef } from "react";
import { CopyButton } from "../../../_ui/copy-button";

/** The only time that a key is shown. It takes the focus, so that nobody misses it. */
export function NewKey({ name, value }: { name: string; value: string }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="status"
      className="mt-5 space-y-3 border-s-2 border-accent bg-accent-wash p-4 text-sm"
    >
      <p className="font-medium">“{name}” is ready</p>
      <p>Copy it now and keep it safe. We keep no copy, and it will not be shown again.</p>
      <code data-testid="new-key" className="block font-mono text-[0.8125rem] break-all select-all">
        {value}
      </code>
      <CopyButton text={value} label="Copy key" />
    </div>
  );
}
