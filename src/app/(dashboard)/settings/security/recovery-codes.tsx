"use client";

import { useEffect, useRef } from "react";
import { CopyButton } from "../../../_ui/copy-button";

/** The only time that the codes are shown. The box takes the focus, so that nobody misses it. */
export function RecoveryCodes({ codes }: { codes: string[] }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="status"
      className="mb-6 space-y-3 border-s-2 border-accent bg-accent-wash p-4 text-sm"
    >
      <p className="font-medium">Your recovery codes</p>
      <p>
        Each signs you in once when your phone isn’t at hand. Print them or keep them in a safe place: they
        are shown only now.
      </p>
      <ul data-testid="recovery-codes" className="grid gap-x-6 gap-y-1 font-mono select-all sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <CopyButton text={codes.join("\n")} label="Copy codes" />
    </div>
  );
}
