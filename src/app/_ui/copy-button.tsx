"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button";

type Outcome = "idle" | "copied" | "refused";

const words: Record<Outcome, string> = {
  idle: "",
  copied: "Copied.",
  refused: "Your browser did not allow it: select the text and copy it by hand.",
};

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [outcome, setOutcome] = useState<Outcome>("idle");

  async function copy(): Promise<void> {
    try {
      // Absent where the page doesn't come over https.
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
    } catch {
      setOutcome("refused");
    }
  }

  const Icon = outcome === "copied" ? Check : Copy;
  return (
    <span className="flex flex-wrap items-center gap-3">
      <Button onClick={copy}>
        <Icon aria-hidden="true" className="size-4" />
        {label}
      </Button>
      <span role="status" className="text-sm">
        {words[outcome]}
      </span>
    </span>
  );
}
