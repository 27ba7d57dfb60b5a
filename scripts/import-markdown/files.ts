import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import path from "node:path";

export interface MarkdownFile {
  /** Relative to the imported directory, with slashes, in Unicode's composed form: the same on every system. */
  path: string;
  /** Where to read it. */
  location: string;
}

/**
 * The Markdown files in a directory, sorted by path. Names that begin with a dot are left out. Symbolic links are
 * followed, but no directory is entered twice, so a link to a parent does no harm; broken links are left out.
 */
export function findMarkdownFiles(directory: string): MarkdownFile[] {
  const entered = new Set<string>();
  const found: MarkdownFile[] = [];
  const enter = (location: string, relative: string): void => {
    const real = realpathSync(location);
    if (entered.has(real)) return;
    entered.add(real);
    // Real directories before links to them, so that a file keeps its own path where both lead to it.
    const entries = readdirSync(location, { withFileTypes: true }).sort(
      (a, b) => Number(a.isSymbolicLink()) - Number(b.isSymbolicLink()) || compare(a.name, b.name),
    );
    for (const entry of entries) {
      if (entry.name.startsWith(".")) continue;
      const place = path.join(location, entry.name);
      const name = relative ? `${relative}/${entry.name}` : entry.name;
      const kind = kindOf(entry, place);
      if (kind === "directory") enter(place, name);
      else if (kind === "file" && /\.mdx?$/i.test(name)) {
        found.push({ path: name.normalize("NFC"), location: place });
      }
    }
  };
  enter(directory, "");
  return found.sort((a, b) => compare(a.path, b.path));
}

function kindOf(entry: Dirent, place: string): "directory" | "file" | undefined {
  const stat = entry.isSymbolicLink() ? statOf(place) : entry;
  if (stat?.isDirectory()) return "directory";
  return stat?.isFile() ? "file" : undefined;
}

/** Undefined for a link that leads nowhere, or in a circle. */
function statOf(place: string) {
  try {
    return statSync(place);
  } catch {
    return undefined;
  }
}

/** By code units: the same order whatever the language of the system is. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
