import { CopyButton } from "../_ui/copy-button";

interface CodeBlockProps {
  code: string;
  /** What it is, for whoever can't see it: "Example of the body". */
  label: string;
}

/** Code to read and to copy. It scrolls by itself, also by keyboard. */
export function CodeBlock({ code, label }: CodeBlockProps) {
  return (
    <figure className="border border-rule bg-wash">
      <figcaption className="flex flex-wrap items-center justify-between gap-x-4 border-b border-rule py-1 ps-4 pe-1 text-sm text-soft">
        {label}
        <CopyButton text={code} label="Copy" />
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse.
        tabIndex={0}
        className="max-h-96 overflow-auto p-4 font-mono text-[0.8rem] leading-relaxed -outline-offset-2"
      >
        <code>{code}</code>
      </pre>
    </figure>
  );
}
