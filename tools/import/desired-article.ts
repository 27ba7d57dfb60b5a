import type { Place } from "./addresses";
import type { ImportedArticle, Source } from "./article";
import { type Fingerprint, writeFingerprint } from "./fingerprint";
import { keyOfSource } from "./imported-sources";

export type Outcome = "created" | "updated" | "unchanged";

/** What is written, and where. */
export interface DesiredArticle {
  importer: string;
  source: Source;
  article: ImportedArticle;
  place: Place;
  /** Of the article as its source has it. */
  fingerprint: Fingerprint;
}

/** What the server is to remember of where it comes from. */
export function sourceOf({ importer, source, fingerprint }: DesiredArticle) {
  return { importer, path: keyOfSource(source.id), fingerprint: writeFingerprint(fingerprint) };
}
