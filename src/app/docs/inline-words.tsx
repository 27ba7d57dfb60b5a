import { Fragment } from "react";

/** A sentence in which `such words` are code. */
export function InlineWords({ text }: { text: string }) {
  return text.split(/`([^`]+)`/).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence don't change places.
      <code key={index} className="rounded-xs bg-wash px-1 font-mono text-[0.88em]">
        {part}
      </code>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the same.
      <Fragment key={index}>{part}</Fragment>
    ),
  );
}
