import type { Source } from "../import/article";
import { Refusal } from "../import/refusal";
import { type ImportOptions, type ImportResult, importAll } from "../import/run";
import { Converter } from "./converter";
import { type GoodEntry, pathOf } from "./post";
import { type Entry, type GhostExport, readExport } from "./read";
import { slugsOf } from "./slugs";

export interface GhostImport extends Pick<ImportOptions, "api" | "concurrency" | "startProgress"> {
  file: string;
  site: string | undefined;
}

/**
 * Imports Ghost's JSON export. Throws a TaskError if the file is none; what single posts or the server do, the result
 * says.
 */
export async function importGhost({ file, site, ...options }: GhostImport): Promise<ImportResult> {
  const ghost = readExport(file);
  const slugs = slugsOf(ghost.entries.filter(isGood).map(({ post }) => post));
  const converter = new Converter();
  const sources = ghost.entries.map((entry): Source => {
    if (!isGood(entry)) {
      const read = () => Promise.reject(new Refusal(entry.fault));
      return { id: entry.name, path: `post ${entry.name}`, slug: undefined, read };
    }
    const slug = slugs.get(entry.post) ?? "";
    const id = `${entry.post.type ?? ""} ${entry.post.id}`.trim();
    return { id, path: pathOf(entry.post), slug, read: () => converter.toArticle(entry, { slug, site }) };
  });
  const work = importAll({ ...options, importer: "ghost", noun: "post", sources });
  const result = await work.finally(() => converter.close());
  return { ...result, notes: [...result.notes, ...notesOnAll(ghost)] };
}

function isGood(entry: Entry): entry is GoodEntry {
  return "post" in entry;
}

/** An article belongs to the member behind the key, whoever wrote it. */
function notesOnAll({ entries, faults }: GhostExport): ImportResult["notes"] {
  const counts = new Map<string, number>();
  for (const { authors } of entries.filter(isGood))
    for (const author of authors) counts.set(author, (counts.get(author) ?? 0) + 1);
  const authors = [...counts].map(([name, count]) => ({
    path: `author ${name}`,
    note: `${count === 1 ? "an article belongs" : `${count} articles belong`} to the member who made the key instead`,
  }));
  const rows = [...faults].map(([table, count]) => ({
    path: `table ${table}`,
    note: `${count} of its rows ${count === 1 ? "is" : "are"} not as Ghost writes them, and passed over`,
  }));
  return [...authors, ...rows];
}
