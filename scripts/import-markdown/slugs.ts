import { createHash } from "node:crypto";
import { slugOf } from "../../src/server/articles/slugs";

const lengthMax = 200;

/**
 * A slug for each path, made of the path alone, so that the same file gets the same one in every run: its folders and
 * its name without the ending. Where that is too long, empty (a name without latin letters), or that of an
 * earlier path, a short hash of the path is added. `paths` must be sorted.
 */
export function slugsOf(paths: string[]): Map<string, string> {
  const taken = new Set<string>();
  const slugs = new Map<string, string>();
  for (const path of paths) {
    const slug = slugOfPath(path, taken);
    taken.add(slug);
    slugs.set(path, slug);
  }
  return slugs;
}

function slugOfPath(path: string, taken: ReadonlySet<string>): string {
  const whole = slugOf(path.replace(/\.mdx?$/i, ""), Number.MAX_SAFE_INTEGER);
  if (whole && whole.length <= lengthMax && !taken.has(whole)) return whole;
  const hash = createHash("sha256").update(path).digest("hex").slice(0, 10);
  const start = whole.slice(0, lengthMax - hash.length - 1).replace(/-+$/, "");
  return `${start || "file"}-${hash}`;
}
