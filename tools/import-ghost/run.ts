import type { Addresses, Source } from "../import/article";
import { ArticleError } from "../import/article-error";
import { type ImportOptions, type ImportResult, importAll } from "../import/run";
import { Converter } from "./converter";
import { slugsMentioned } from "./links";
import { addressOf, type GoodEntry, pathOf } from "./post";
import { type Entry, type GhostExport, readExport } from "./read";

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
  // A page may have the slug of a post, which is then the one that is meant.
  const ids = new Map(
    ghost.entries
      .filter(isGood)
      .reverse()
      .map((entry) => [entry.post.slug ?? "", idOf(entry)]),
  );
  const converter = new Converter();
  const sources = ghost.entries.map((entry): Source => {
    if (!isGood(entry)) {
      const read = () => Promise.reject(new ArticleError(entry.fault));
      return { id: entry.name, path: `post ${entry.name}`, slug: undefined, read };
    }
    const id = idOf(entry);
    const read = (addresses: Addresses) =>
      converter.toArticle(entry, { site, slugs: slugsIn(entry, ids, addresses) });
    return { id, path: pathOf(entry.post), slug: addressOf(entry.post), read };
  });
  const work = importAll({ ...options, importer: "ghost", noun: "post", sources });
  const result = await work.finally(() => converter.close());
  return { ...result, notes: [...result.notes, ...notesOnAll(ghost)] };
}

function idOf({ post }: GoodEntry): string {
  return `${post.type ?? ""} ${post.id}`.trim();
}

/** The articles that a post may lead to, by their slugs in Ghost. */
function slugsIn(
  { post }: GoodEntry,
  ids: ReadonlyMap<string, string>,
  addresses: Addresses,
): Map<string, string> {
  const text = [post.html, post.lexical, post.mobiledoc, post.markdown].join("\n");
  return new Map(
    [...slugsMentioned(text)].flatMap((slug): [string, string][] => {
      const id = slug === "" ? undefined : ids.get(slug);
      const article = id === undefined ? undefined : addresses.slugOf(id);
      return article === undefined ? [] : [[slug, article]];
    }),
  );
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
