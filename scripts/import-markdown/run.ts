import { Api, type ApiOptions } from "./api";
import { readDocument } from "./document";
import { findMarkdownFiles, type MarkdownFile } from "./files";
import type { Progress } from "./progress";
import { type Outcome, publishDocument } from "./publish";
import { Refusal } from "./refusal";
import { slugsOf } from "./slugs";

/** What has become of the files. */
export interface ImportResult {
  found: number;
  outcomes: Record<Outcome, number>;
  /** How many of those are drafts. */
  drafts: number;
  refused: { path: string; reason: string }[];
  notes: { path: string; note: string }[];
  durationMs: number;
  /** Why the run ended before its time; then some files were not tried. */
  ended: unknown;
}

export interface ImportOptions {
  directory: string;
  api: ApiOptions;
  /** Files at work at the same time. */
  concurrency?: number;
  startProgress?: (total: number) => Progress;
}

/** Imports a directory. Never throws for what single files or the server do: the result says it. */
export async function importMarkdown(options: ImportOptions): Promise<ImportResult> {
  const { directory, concurrency = 4, startProgress } = options;
  const startedAt = performance.now();
  const files = findMarkdownFiles(directory);
  const result: ImportResult = {
    found: files.length,
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
    // One small question first: a wrong address or key should say so before any file is touched, and soon.
    await new Api({ attemptsMax: 3, ...options.api }).send("GET", "/api/v1/articles?limit=1");
    await importAll(files, { api, result, concurrency, progress: startProgress?.(files.length) });
  } catch (error) {
    ending.abort(); // what the other workers have under way
    result.ended = options.api.signal?.aborted ? new Error("it was interrupted") : error;
  }
  result.durationMs = performance.now() - startedAt;
  return result;
}

interface Work {
  api: Api;
  result: ImportResult;
  concurrency: number;
  progress: Progress | undefined;
}

async function importAll(files: MarkdownFile[], { api, result, concurrency, progress }: Work): Promise<void> {
  const slugs = slugsOf(files.map(({ path }) => path));
  const queue = files.values();
  const worker = async () => {
    for (const file of queue) {
      await importFile(file, slugs.get(file.path) ?? "", api, result);
      progress?.advance();
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, worker));
  } finally {
    progress?.end();
  }
}

async function importFile(file: MarkdownFile, slug: string, api: Api, result: ImportResult): Promise<void> {
  try {
    const document = await readDocument(file, slug);
    const outcome = await publishDocument(api, document);
    result.outcomes[outcome] += 1;
    if (document.status === "draft") result.drafts += 1;
    for (const note of document.notes) result.notes.push({ path: file.path, note });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    result.refused.push({ path: file.path, reason: error.message });
  }
}
