import { classNames } from "../_lib/class-names";

/**
 * Rendered Markdown. `html` must come from `renderMarkdown`, which drops raw HTML and sanitises what is left against a
 * list of allowed elements, attributes and protocols; that is what makes setting it as HTML safe. The page's
 * Content-Security-Policy is the second wall: it runs no inline script.
 */
export function Markdown({ html, className }: { html: string; className?: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by renderMarkdown, see above.
  return <div className={classNames("prose", className)} dangerouslySetInnerHTML={{ __html: html }} />;
}
