import type { ExportHeader } from "../../src/server/export/schema";
import { Api, type ApiOptions } from "../rest/client";
import type { Progress } from "../terminal/progress";
import type { Format } from "./arguments";
import { OutputPath } from "./output-path";
import { type ReadOptions, readArticles } from "./read";
import { openTarget, type Target } from "./target";

export interface ExportOptions {
  out: string;
  format: Format;
  force: boolean;
  api: ApiOptions;
  reading?: Omit<ReadOptions, "onHeader" | "signal">;
  startProgress?: (total: number) => Progress;
}

export interface ExportResult {
  articles: number;
  organisation: string;
  durationMs: number;
}

/** Writes an export. If it throws (FatalError, TaskError, a fault of the file system), nothing is at `out` that wasn't before. */
export async function runExport(options: ExportOptions): Promise<ExportResult> {
  const { out, format, force, api, reading, startProgress } = options;
  const startedAt = performance.now();
  const place = new OutputPath(out, format === "markdown" ? "folder" : "file", force);
  let target: Target | undefined;
  let progress: Progress | undefined;
  let known: ExportHeader | undefined;
  let articles = 0;
  const onHeader = async (header: ExportHeader) => {
    known = header;
    target = await openTarget(place.draft, format, header);
    progress = startProgress?.(header.total);
  };
  try {
    for await (const article of readArticles(new Api(api), { ...reading, signal: api.signal, onHeader })) {
      await target?.add(article);
      articles += 1;
      progress?.advance();
    }
    await target?.finish(articles);
    await target?.close();
    await place.publish();
  } catch (error) {
    await target?.close().catch(() => undefined);
    await place.discard();
    throw error;
  } finally {
    progress?.end();
  }
  return {
    articles,
    organisation: known?.organisation.name ?? "",
    durationMs: performance.now() - startedAt,
  };
}
