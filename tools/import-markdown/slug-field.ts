import { slugOf } from "../../src/server/articles/slugs";
import { type Fields, shown } from "../import/fields";

const keys = ["slug", "permalink", "url", "basename", "path"];

/**
 * The address that front matter says: the last part of it, since addresses have one part here; and in full, as links of the
 * old site have it.
 */
export function readSlug(fields: Fields, notes: string[] = []): { slug: string | undefined; was: string[] } {
  const was: string[] = [];
  let slug: string | undefined;
  for (const key of keys) {
    const value = fields.take(key);
    if (typeof value !== "string" && typeof value !== "number") continue;
    const path = pathOf(String(value).trim());
    const last = path?.split("/").findLast((part) => part !== "");
    const made = last === undefined ? "" : slugOf(last, Number.MAX_SAFE_INTEGER);
    if (path === undefined || made === "") {
      if (value !== "") notes.push(`its ${fields.written(key)} "${shown(value)}" can't be its address`);
      continue;
    }
    was.push(path);
    slug ??= made;
    if (String(value) !== made) notes.push(`its ${fields.written(key)} "${shown(value)}" became "${slug}"`);
  }
  return { slug, was };
}

/** Without host, query and ending; undefined for a pattern such as `/:year/:title/`. */
function pathOf(value: string): string | undefined {
  if (/[{}<>]|(?:^|\/):\w/.test(value)) return undefined;
  const path = value.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/[?#].*$/, "");
  return decoded(path)
    .replace(/(?:\/index)?\.(?:html?|php|md|mdx)$/i, "")
    .replace(/\/+$/, "");
}

export function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
