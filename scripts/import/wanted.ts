import type { Place } from "./addresses";
import type { ImportedArticle, Source } from "./article";
import { fingerprintOf, writeFingerprint } from "./fingerprint";
import { keyOfSource } from "./known";

export type Outcome = "created" | "updated" | "unchanged";

/** What is written, and where. */
export interface Wanted {
  importer: string;
  source: Source;
  article: ImportedArticle;
  place: Place;
}

/** What the server is to remember of where it comes from. */
export function sourceOf({ importer, source, article }: Wanted) {
  return { importer, path: keyOfSource(source.id), fingerprint: writeFingerprint(fingerprintOf(article)) };
}
