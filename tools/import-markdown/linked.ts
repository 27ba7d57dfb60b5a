import type { Addresses } from "../import/article";
import type { Findings } from "../import/findings";
import { rewriteLinks } from "../import/links";
import { isWhole, onSite } from "../import/site";
import { spliced, withoutCode } from "./code";
import type { FileIndex } from "./file-index";
import { decoded } from "./slug-field";

/** What links are resolved with. */
export interface LinkContext {
  files: FileIndex;
  addresses: Addresses;
  /** Where the old site is, for what isn't imported. */
  site: string | undefined;
}

/** A text whose links lead to the imported articles, else to the old site, else are noted. */
export function linkedContent(text: string, path: string, context: LinkContext, findings: Findings): string {
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
  const wikied = wikiLinks(text, context, findings);
  if (!/\]\(|\]:/.test(wikied)) return wikied;
  return rewriteLinks(wikied, withoutCode(wikied), ({ address, isImage }) => {
    if (isWhole(address)) return undefined;
    const [, target = "", rest = ""] = /^([^?#]*)(.*)$/s.exec(address) ?? [];
    const id = isImage ? undefined : context.files.find(decoded(target), folder);
    const slug = id === undefined ? undefined : context.addresses.slugOf(id);
    if (slug !== undefined) return `${slug}${rest}`;
    if (context.files.isSlug(address, context.addresses)) return undefined;
    const whole = onSite(address, context.site, folder);
    if (whole !== undefined) return whole;
    const what = isImage ? "an image" : "a link";
    findings.add(`${what} with a relative address, which leads nowhere here (see --site)`);
    return undefined;
  });
}

const wikiLink = /(!?)\[\[([^[\]\r\n|#\\]{0,300})(#[^[\]\r\n|\\]{0,300})?(?:\\?\|([^[\]\r\n]{0,300}))?\]\]/g;

/** `[[Note#Heading|words]]`, where there is such a note; headings have other addresses here. */
function wikiLinks(text: string, { files, addresses }: LinkContext, findings: Findings): string {
  if (!text.includes("[[")) return text;
  const pieces: { from: number; to: number; by: string }[] = [];
  for (const { index, 0: whole, 1: embed, 2: target = "", 3: heading = "", 4: words } of withoutCode(
    text,
  ).matchAll(wikiLink)) {
    if (embed || /^_?toc_?$/i.test(target)) continue;
    const id = files.findNote(target.trim());
    const slug = id === undefined ? undefined : addresses.slugOf(id);
    if (slug === undefined) findings.add("a wiki link [[ ]] to what isn't imported");
    else {
      const label = (words ?? `${target}${heading}`).trim() || target;
      pieces.push({ from: index, to: index + whole.length, by: `[${label}](${slug})` });
    }
  }
  return spliced(text, pieces);
}
