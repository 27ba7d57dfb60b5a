import type { ComponentProps } from "react";

interface LinkProps extends Omit<ComponentProps<"a">, "href"> {
  href: string;
  /** False: the next page is shown from where this one was scrolled to. */
  scroll?: boolean;
}

/**
 * A link to another page of ours, followed by `LinkRouter` without loading the frame anew, and fetched when it is followed,
 * not before. An element and no component of the browser's, such as Next's own link: a page has dozens, each of which would
 * be rendered by the server, described to the browser and made alive there.
 */
export function Link({ href, scroll = true, ...rest }: LinkProps) {
  return <a {...rest} href={href} data-link={scroll ? "" : "keeps-scroll"} />;
}
