import { setTimeout as sleep } from "node:timers/promises";
import { reasonOf } from "../../src/bin/support/terminal";
import {
  type ExportedArticle,
  type ExportHeader,
  exportEnd,
  exportedArticle,
  exportHeader,
} from "../../src/server/export/schema";
import type { Api } from "../rest/client";
import { FatalError } from "../rest/fatal-error";
import { linesOf } from "./lines";

export interface ReadOptions {
  signal?: AbortSignal | undefined;
  /** How often in a row a broken connection may bring nothing new. */
  breaksMax?: number;
  /** The wait before a broken connection is taken up again, in milliseconds; it doubles. */
  waitMinMs?: number;
  /** How long nothing may come, in milliseconds. */
  idleMs?: number;
  onHeader: (header: ExportHeader) => Promise<void>;
}

/**
 * The articles of the key's organisation, as the server's export sends them, each once and all of them, though the
 * connection may break: each line names the article after which another connection goes on. Throws FatalError.
 */
export async function* readArticles(api: Api, options: ReadOptions): AsyncGenerator<ExportedArticle> {
  const { signal, breaksMax = 6, waitMinMs = 500, onHeader } = options;
  let after: string | undefined;
  let isFirst = true;
  for (let breaks = 0; ; breaks += 1) {
    try {
      for await (const line of connection(api, after, options)) {
        if (line.kind === "end") return;
        if (line.kind === "header") {
          if (isFirst) await onHeader(line.header);
          isFirst = false;
        } else {
          const { id } = line.article;
          // Ids grow. A server that repeats itself would otherwise be read for ever.
          if (after !== undefined && id <= after) throw new FatalError("the server sends an article twice");
          yield line.article;
          after = id;
          breaks = 0;
        }
      }
      throw new Error("it ended before its last line");
    } catch (error) {
      if (error instanceof FatalError || signal?.aborted) throw error;
      if (breaks >= breaksMax)
        throw new FatalError(`the connection broke ${breaks + 1} times in a row: ${reasonOf(error)}`);
      await sleep(waitMinMs * 2 ** breaks, undefined, signal ? { signal } : {});
    }
  }
}

type Line = { kind: "header"; header: ExportHeader } | { kind: "article"; article: ExportedArticle } | End;
type End = { kind: "end" };

async function* connection(
  api: Api,
  after: string | undefined,
  { idleMs = 60_000 }: ReadOptions,
): AsyncGenerator<Line> {
  const stream = await api.open(`/api/v1/export/articles?format=ndjson${after ? `&after=${after}` : ""}`);
  let count = -1;
  for await (const text of linesOf(stream, idleMs)) {
    const line = count < 0 ? headerOf(text) : lineOf(text);
    if (line.kind === "end" && line.articles !== count)
      throw new Error(`it had ${count} articles instead of ${line.articles}`);
    count += 1;
    yield line;
  }
}

function headerOf(text: string): Line & { kind: "header" } {
  const parsed = exportHeader.safeParse(parse(text));
  if (!parsed.success) throw new FatalError("the server's export is not what this version understands");
  return { kind: "header", header: parsed.data };
}

function lineOf(text: string): { kind: "article"; article: ExportedArticle } | (End & { articles: number }) {
  const value = parse(text);
  const end = exportEnd.safeParse(value);
  if (end.success) return { kind: "end", articles: end.data.articles };
  const article = exportedArticle.safeParse(value);
  if (!article.success)
    throw new FatalError("the server's export has a line that this version doesn't understand");
  return { kind: "article", article: article.data };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
