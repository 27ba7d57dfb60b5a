import MarkdownIt, { type Token } from "markdown-it";

export interface Link {
  /** The address as it is meant, without the signs that Markdown needs. */
  address: string;
  isImage: boolean;
}

const parser = new MarkdownIt("default", { html: true, linkify: false }).set({ maxNesting: 100 });
parser.validateLink = () => true;
parser.normalizeLink = (address) => address;

/**
 * Where links and images may say where they lead: `](…)` and `[…]:`. Whether there is a link, the parser says; this only
 * finds the place again.
 */
const places =
  /(\]\([ \t]*(?:\r?\n[ \t>]*)?|\]:[ \t]*(?:\r?\n[ \t>]*)?)(<[^<>\r\n]{0,2000}>|[^\s<>]{1,2000})/g;

/**
 * Gives links and images the addresses that `resolve` says; where it says nothing they stay. What only looks like a link,
 * as in code, is left alone. `masked` is the text without its code.
 */
export function rewriteLinks(
  text: string,
  masked: string,
  resolve: (link: Link) => string | undefined,
): string {
  const wanted = new Map<string, string>();
  for (const link of linksOf(text)) {
    if (wanted.has(link.address)) continue;
    const address = resolve(link);
    if (address !== undefined && address !== link.address) wanted.set(link.address, address);
  }
  if (wanted.size === 0) return text;
  const parts: string[] = [];
  let done = 0;
  for (const { index, 1: before = "", 2: written = "" } of masked.matchAll(places)) {
    const from = index + before.length;
    const raw = written.startsWith("<") ? written : destination(written, before.startsWith("]("));
    const address = wanted.get(meant(raw));
    if (address === undefined || from < done) continue;
    parts.push(text.slice(done, from), /[\s()<>]/.test(address) ? `<${address}>` : address);
    done = from + raw.length;
  }
  return parts.join("") + text.slice(done);
}

/** Each address once for each thing that leads there, in the order of the text. */
export function linksOf(text: string): Link[] {
  const links: Link[] = [];
  const collect = (tokens: Token[]): void => {
    for (const token of tokens) {
      if (token.type === "link_open" && token.markup !== "autolink")
        links.push({ address: String(token.attrGet("href") ?? ""), isImage: false });
      if (token.type === "image") links.push({ address: String(token.attrGet("src") ?? ""), isImage: true });
      if (token.children) collect(token.children);
    }
  };
  collect(parser.parse(text, {}));
  return links.filter(({ address }) => address !== "");
}

/** Up to the bracket that closes the link; brackets in pairs belong to the address. */
function destination(written: string, isInline: boolean): string {
  if (!isInline) return written;
  let depth = 0;
  for (let index = 0; index < written.length; index += 1) {
    const sign = written[index];
    if (sign === "\\") index += 1;
    else if (sign === "(") depth += 1;
    else if (sign === ")" && depth-- === 0) return written.slice(0, index);
  }
  return written;
}

/** What Markdown makes of a written address. */
function meant(written: string): string {
  const bare = written.startsWith("<") ? written.slice(1, -1) : written;
  return parser.utils.unescapeAll(bare);
}
