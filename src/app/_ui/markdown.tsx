import { classNames } from "../_lib/class-names";

/**
 * Rendered Markdown. `html` must come from `showText`, `renderMarkdown` or the preview's worker, which sanitise it against
 * a list of allowed elements, attributes and protocols; that is what makes setting it as HTML safe. The page's
 * Content-Security-Policy is the second wall: it runs no inline script.
 */
export function Markdown({ html, className }: { html: string; className?: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised, see above.
  return <div className={classNames("prose", className)} dangerouslySetInnerHTML={{ __html: html }} />;
}

/** To those who can do something about it: readers just read. */
export function PlainTextNote() {
  return (
    <p className="mb-6 text-sm text-soft" role="note">
      This text is shown as it was typed, since it is too long or too intricate to be rendered. In shorter
      articles it would be.
    </p>
  );
}
