import { tagsMax } from "../../src/server/articles/schema";
import { tagKey, tagSlugOf } from "../../src/server/tags/key";
import { oneLine } from "./title";

const tagLengthMax = 50;

/**
 * Names as the tags that the server takes: without the sign `#`, each once, at most 20, each of at most 50 characters. What
 * is left out is noted, since an article without one of its tags is better than none.
 */
export function tagsFrom(names: readonly string[], notes: string[]): string[] {
  const clean = names
    .map((name) => oneLine(name.normalize("NFC")).replace(/^#+\s*(?=\S)/, ""))
    .filter(Boolean);
  const isUsable = (name: string) => name.length <= tagLengthMax && isTag(name);
  const unusable = [...new Set(clean.filter((name) => !isUsable(name)))];
  if (unusable.length > 0) notes.push(`tags that can't be kept were left out: ${listed(unusable)}`);
  const usable = uniqueByKey(clean.filter(isUsable));
  const over = usable.slice(tagsMax);
  if (over.length > 0)
    notes.push(`only the first ${tagsMax} of its ${usable.length} tags were taken, without ${listed(over)}`);
  return usable.slice(0, tagsMax);
}

/** The first of those that the server takes for one. */
function uniqueByKey(names: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const name of names) {
    const key = tagKey(name);
    if (!byKey.has(key)) byKey.set(key, name);
  }
  return [...byKey.values()];
}

/** As many names as somebody reads. */
const listedMax = 20;

function listed(names: readonly string[]): string {
  const more = names.length - listedMax;
  const shown = names.slice(0, listedMax).map(short).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** Whether anything of it can be read; what else the server asks of a tag, it says itself. */
function isTag(name: string): boolean {
  return tagSlugOf(name) !== "" && name.isWellFormed() && !name.includes("\0");
}

function short(name: string): string {
  return name.length > tagLengthMax ? `"${name.slice(0, tagLengthMax).toWellFormed()}…"` : `"${name}"`;
}
