import { tagsMax } from "../../src/server/articles/schema";
import { tagKey, tagSlugOf } from "../../src/server/tags/key";
import { oneLine } from "./title";

export const tagLengthMax = 50;

/**
 * Names as the tags that the server takes: without the sign `#`, each once, at most 20, each of at most 50 characters. What
 * is left out is noted, since an article without one of its tags is better than none.
 */
export function tagsFrom(names: readonly string[], notes: string[]): string[] {
  const clean = names
    .map((name) => oneLine(name.normalize("NFC")).replace(/^#+\s*(?=\S)/, ""))
    .filter(Boolean);
  const unique = clean.filter(
    (name, index) => clean.findIndex((other) => tagKey(other) === tagKey(name)) === index,
  );
  const usable = unique.filter((name) => name.length <= tagLengthMax && isTag(name));
  const unusable = unique.filter((name) => !usable.includes(name));
  if (unusable.length > 0)
    notes.push(`tags that can't be kept were left out: ${unusable.map(short).join(", ")}`);
  const over = usable.slice(tagsMax);
  if (over.length > 0)
    notes.push(
      `only the first ${tagsMax} of its ${usable.length} tags were taken, without ${over.join(", ")}`,
    );
  return usable.slice(0, tagsMax);
}

/** Whether anything of it can be read; what else the server asks of a tag, it says itself. */
function isTag(name: string): boolean {
  return tagSlugOf(name) !== "" && name.isWellFormed() && !name.includes("\0");
}

function short(name: string): string {
  return name.length > tagLengthMax ? `"${name.slice(0, tagLengthMax).toWellFormed()}…"` : `"${name}"`;
}
