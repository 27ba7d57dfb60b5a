import { Api, type ApiOptions } from "../rest/client";
import type { Progress } from "../terminal/progress";
import { AddressBook } from "./addresses";
import type { Source } from "./article";
import { ArticleError } from "./article-error";
import type { Outcome } from "./desired-article";
import { fingerprintOf } from "./fingerprint";
import { forEachConcurrently } from "./for-each-concurrently";
import { listImportedSources } from "./imported-sources";
import { publishArticle } from "./publish";

/** What has become of the sources. */
export interface ImportResult {
  /** What one of them is called, such as "file". */
  noun: string;
  found: number;
  outcomes: Record<Outcome, number>;
  /** How many of those are drafts. */
  drafts: number;
  refused: { path: string; reason: string }[];
  notes: { path: string; note: string }[];
  /** What was not tried at all, with the reason. */
  passedOver: { path: string; reason: string }[];
  durationMs: number;
  /** Why the run ended before its time; then some were not tried. */
  ended: unknown;
}

export interface ImportOptions {
  /** Names the import: only what was imported under this name before is updated. */
  importer: string;
  /** Where two would like the same address, the first gets it. */
  sources: Source[];
  noun: string;
  api: ApiOptions;
  passedOver?: ImportResult["passedOver"];
  /** Sources at work at the same time. */
  concurrency?: number;
  startProgress?: (total: number) => Progress;
}

/** Imports everything. Never throws for what single sources or the server do: the result says it. */
export async function importAll(options: ImportOptions): Promise<ImportResult> {
  const { sources, noun, passedOver = [] } = options;
  const startedAt = performance.now();
  const result: ImportResult = {
    ...{ noun, passedOver },
    found: sources.length,
    outcomes: { created: 0, updated: 0, unchanged: 0 },
    drafts: 0,
    refused: [],
    notes: [],
    durationMs: 0,
    ended: undefined,
  };
  const ending = new AbortController();
  const signals = [ending.signal, ...(options.api.signal ? [options.api.signal] : [])];
  const api = new Api({ ...options.api, signal: AbortSignal.any(signals) });
  try {
    // One small question first: a wrong address or key should say so before anything is touched, and soon.
    await new Api({ attemptsMax: 3, ...options.api }).send("GET", "/api/v1/articles?limit=1");
    await work(api, result, options);
  } catch (error) {
    ending.abort(); // what the other workers have under way
    result.ended = options.api.signal?.aborted ? new Error("it was interrupted") : error;
  }
  result.durationMs = performance.now() - startedAt;
  return result;
}

async function work(api: Api, result: ImportResult, options: ImportOptions): Promise<void> {
  const { importer, sources, concurrency = 4, startProgress } = options;
  const known = await listImportedSources(api, importer);
  const book = await AddressBook.of({ api, sources, known, concurrency });
  const progress = startProgress?.(sources.length);
  try {
    await forEachConcurrently(sources, concurrency, async (source) => {
      await importOne(source, { api, book, importer }, result);
      progress?.advance();
    });
  } finally {
    progress?.end();
  }
}

async function importOne(
  source: Source,
  { api, book, importer }: { api: Api; book: AddressBook; importer: string },
  result: ImportResult,
): Promise<void> {
  const { path } = source;
  try {
    const article = await source.read(book);
    const place = book.place(source.id);
    if (!place) throw new Error(`${path} was read and has no address`);
    const outcome = await publishArticle(api, {
      importer,
      source,
      article,
      place,
      fingerprint: fingerprintOf(article),
    });
    result.outcomes[outcome] += 1;
    if (article.status === "draft") result.drafts += 1;
    for (const note of article.notes) result.notes.push({ path, note });
  } catch (error) {
    if (!(error instanceof ArticleError)) throw error;
    result.refused.push({ path, reason: error.message });
  }
}
