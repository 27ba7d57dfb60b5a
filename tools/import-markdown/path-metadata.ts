import { slugOf } from "../../src/server/articles/slugs";
import { dateOfName } from "../import/dates";
import { markdownExtension } from "../import/file-extensions";
import { titleOfPath } from "../import/title";

/** What a file's path says of its article, where the file itself says nothing. */
export interface PathMetadata {
  slug: string;
  title: string;
  date: Date | undefined;
}

/** Folders that say what is in them rather than where it was. */
const wrappers = /^(?:_posts|_drafts|_pages|posts?|content|source|src|pages|docs)$/i;
/** `index.md` is the page of its folder. */
const indexes = /^_?(?:index|readme)$/i;
/** `post.de.md`, of Hugo and others; "node.js.md" ends with no language. */
const language =
  /\.(?:ar|bg|ca|cs|da|de|el|en|es|et|eu|fa|fi|fr|ga|gl|he|hi|hr|hu|id|is|it|ja|ko|lt|lv|nb|nl|nn|no|pl|pt|ro|ru|sk|sl|sr|sv|th|tr|uk|vi|zh)(?:[-_][a-z]{2,4})?$/i;

/**
 * Made of the path alone, so that it is the same in every run: folders and name, without ending, date and language, and
 * without the folders in which systems keep their posts.
 */
export function pathMetadata(path: string): PathMetadata {
  const parts = path.replace(markdownExtension, "").split("/");
  const last = parts.pop() ?? "";
  const plain = last.replace(language, "");
  const isIndex = indexes.test(plain) && parts.length > 0;
  const names = isIndex ? parts : [...parts, plain];
  let date: Date | undefined;
  const undated = names.map((name) => {
    const dated = dateOfName(name);
    if (dated) date = dated.date;
    return dated?.rest || name;
  });
  const kept = undated.filter((name, index) => index > 0 || names.length === 1 || !wrappers.test(name));
  const title = undated.at(-1) ?? plain;
  return {
    slug: slugOf(kept.join("/"), Number.MAX_SAFE_INTEGER),
    title: dateOfName(title) ? title : titleOfPath(title),
    date: date ?? dateOfFolders(parts),
  };
}

/** `2016/07/09/name.md`: the day in three folders. */
function dateOfFolders(folders: string[]): Date | undefined {
  for (let index = 0; index + 2 < folders.length; index += 1) {
    const dated = dateOfName(folders.slice(index, index + 3).join("-"));
    if (dated?.rest === "") return dated.date;
  }
  return undefined;
}
