import slugify from "@sindresorhus/slugify";
import { slugLengthMax } from "./schema";

/** A slug made of a title or a name, in latin letters; empty if nothing of it can be written in them. */
export function slugOf(title: string, lengthMax = slugLengthMax): string {
  return slugify(title, { decamelize: false })
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, lengthMax)
    .replace(/^-+|-+$/g, "");
}

/** Slugs to try one after the other for a new article: the title's own, then with a number, at last with `random`. */
export function* slugCandidates(title: string, random: string): Generator<string> {
  const base = slugOf(title, slugLengthMax - 20) || "article";
  yield base;
  for (let number = 2; number <= 4; number++) yield `${base}-${number}`;
  yield `${base}-${random}`;
}
