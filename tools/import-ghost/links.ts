import type { Findings } from "../import/findings";

/** What Ghost writes where the address of its site belongs, since version 4. */
export const placeholder = /__GHOST_URL__/g;

export interface Site {
  /** Where the old site is, without a slash at the end; undefined: not known. */
  address: string | undefined;
  /** By their slugs in Ghost, the slugs of the posts that this post may lead to. */
  slugs: ReadonlyMap<string, string>;
}

export type Resolve = (address: string) => string;

/**
 * Addresses as they are right here: those of imported posts are the articles', which are all in one place; others of the old
 * site get its address in front, since versions 0 to 3 write them without it. What stays relative is noted.
 */
export function resolverOf({ address: site, slugs }: Site, findings: Findings): Resolve {
  return (written) => {
    const address = written.trim();
    if (address === "" || address.startsWith("#")) return address;
    if (address.startsWith("//")) return `https:${address}`;
    const path = pathOn(site, address);
    if (path === undefined) return address;
    const slug = slugs.get(postIn(path) ?? "");
    if (slug !== undefined) return `${slug}${/#.*$/.exec(path)?.[0] ?? ""}`;
    if (site !== undefined) return wholeAddress(site, path);
    findings.add("an address on the old site is relative (see --site)");
    return address;
  };
}

/** The part of an address behind that of the site; undefined if it is another site's, or none of a page. */
function pathOn(site: string | undefined, address: string): string | undefined {
  if (site !== undefined && (address === site || /^[/?#]/.test(after(site, address) ?? "")))
    return after(site, address) || "/";
  return /^[a-z][a-z0-9+.-]*:/i.test(address) ? undefined : address;
}

const after = (start: string, text: string) =>
  text.startsWith(start) ? text.slice(start.length) : undefined;

function wholeAddress(site: string, path: string): string {
  if (!path.startsWith("/")) return URL.canParse(path, `${site}/`) ? new URL(path, `${site}/`).href : path;
  const { origin, pathname } = new URL(site);
  // A site in a folder: its own addresses begin with the folder, if they are not said from there.
  return pathname !== "/" && path.startsWith(`${pathname}/`) ? origin + path : site + path;
}

/** Folders of Ghost's own, in which no post is. */
const others = /^\/?(?:content|assets|tag|author|page|rss|ghost|members|public)(?:\/|$)/;

/** The slug of the post that a path would lead to, whatever stands before it in the site's permalinks. */
function postIn(path: string): string | undefined {
  const [pathname = ""] = path.split(/[?#]/, 1);
  if (others.test(pathname)) return undefined;
  const segment =
    pathname
      .replace(/\/(?:amp\/?)?$/, "")
      .split("/")
      .at(-1) ?? "";
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

const inMarkdown =
  /(\]\(\s*<?|^ {0,3}\[(?!\^)[^\]\n]{1,200}\]:[ \t]*<?|\b(?:href|src)=["'])((?![a-z][a-z0-9+.-]*:|#)[^\s<>()"']+|https?:\/\/[^\s<>()"']+)/gim;

/** Markdown with its addresses resolved. */
export function withLinks(markdown: string, resolve: Resolve): string {
  return markdown.replace(inMarkdown, (_, before: string, address: string) => before + resolve(address));
}

/** What may be the slug of a post that a text leads to. */
export function slugsMentioned(text: string): Set<string> {
  const segments = new Set<string>();
  for (const [, segment = ""] of text.matchAll(/[/"'(]([^\s"'<>()\\/?#]{1,200})/g)) {
    segments.add(segment);
    if (segment.includes("%")) segments.add(postIn(segment) ?? segment);
  }
  return segments;
}
