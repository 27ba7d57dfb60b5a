import { Api, type ApiOptions } from "../rest/client";
import type { Progress } from "../support/progress";
import type { ImportedArticle } from "./article";
import { type Outcome, publishArticle } from "./publish";
import { Refusal } from "./refusal";

/** Something that may become an article. */
export interface Source {
  /** Names it in the report. */
  path: string;
  /** Throws Refusal if it can't become one. */
  read(): Promise<ImportedArticle>;
}

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
  durationMs: number;
  /** Why the run ended before its time; then some were not tried. */
  ended: unknown;
}

export interface ImportOptions {
  sources: Source[];
  noun: string;
  api: ApiOptions;
  /** Sources at work at the same time. */
  concurrency?: number;
  startProgress?: (total: number) => Progress;
}

/** Imports everything. Never throws for what single sources or the server do: the result says it. */
export async function importAll(options: ImportOptions): Promise<ImportResult> {
  const { sources, noun, startProgress } = options;
  const startedAt = performance.now();
  const result: ImportResult = {
    noun,
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
    await work(api, result, options, startProgress?.(sources.length));
  } catch (error) {
    ending.abort(); // what the other workers have under way
    result.ended = options.api.signal?.aborted ? new Error("it was interrupted") : error;
  }
  result.durationMs = performance.now() - startedAt;
  return result;
}

async function work(
  api: Api,
  result: ImportResult,
  { sources, concurrency = 4 }: ImportOptions,
  progress: Progress | undefined,
): Promise<void> {
  const queue = sources.values();
  const worker = async () => {
    for (const source of queue) {
      await importOne(source, api, result);
      progress?.advance();
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, worker));
  } finally {
    progress?.end();
  }
}

async function importOne(source: Source, api: Api, result: ImportResult): Promise<void> {
  const { path } = source;
  try {
    const article = await source.read();
    const outcome = await publishArticle(api, article);
    result.outcomes[outcome] += 1;
    if (article.status === "draft") result.drafts += 1;
    for (const note of article.notes) result.notes.push({ path, note });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    result.refused.push({ path, reason: error.message });
  }
}
