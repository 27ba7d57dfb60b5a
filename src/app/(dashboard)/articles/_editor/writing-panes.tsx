"use client";

import { useId, useState } from "react";
import { classNames } from "../../../_lib/class-names";
import { Markdown } from "../../../_ui/markdown";
import { describedBy, FieldNotes } from "../../../_ui/text-field";
import type { Preview } from "./use-preview";

interface WritingPanesProps {
  content: string;
  onChange: (content: string) => void;
  error: string | undefined;
  preview: Preview;
}

/** The text and how it will look: side by side where there is room, else one at a time. */
export function WritingPanes({ content, onChange, error, preview }: WritingPanesProps) {
  const [view, setView] = useState<"write" | "preview">("write");
  return (
    <div>
      <fieldset className="-mx-2 mb-4 flex gap-2 lg:hidden">
        <legend className="sr-only">What to show</legend>
        {(["write", "preview"] as const).map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={view === name}
            onClick={() => setView(name)}
            className="tab text-sm capitalize"
          >
            {name}
          </button>
        ))}
      </fieldset>
      <div className="grid gap-x-10 lg:grid-cols-2">
        <div className={classNames("min-w-0", view === "preview" && "max-lg:hidden")}>
          <ContentField content={content} onChange={onChange} error={error} />
        </div>
        <section
          aria-label="Preview"
          className={classNames(
            "min-w-0 lg:border-s lg:border-rule lg:ps-10",
            view === "write" && "max-lg:hidden",
          )}
        >
          <p className="eyebrow mb-3 flex justify-between max-lg:sr-only">
            Preview
            <span className="font-normal tracking-normal normal-case">{preview.note}</span>
          </p>
          {preview.html ? (
            <Markdown html={preview.html} />
          ) : (
            <p className="font-serif text-lg text-soft italic">
              What you write will appear here as it will look.
            </p>
          )}
        </section>
      </div>
    </div>
  );
}

function ContentField({ content, onChange, error }: Omit<WritingPanesProps, "preview">) {
  const id = useId();
  const count = [...content].length;
  const hint = `Markdown. ${count.toLocaleString("en-GB")} ${count === 1 ? "character" : "characters"}.`;
  return (
    <div>
      <label htmlFor={id} className="eyebrow mb-3 block">
        Text
      </label>
      <textarea
        id={id}
        name="content"
        required
        spellCheck
        value={content}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
        className="field field-sizing-content min-h-[26rem] resize-y font-mono text-[0.9375rem] leading-relaxed"
      />
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  );
}
