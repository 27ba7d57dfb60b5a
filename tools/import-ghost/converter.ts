import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { reasonOf } from "../../src/bin/support/terminal";
import type { ImportedArticle } from "../import/article";
import { ArticleError } from "../import/article-error";
import type { GoodEntry, PostOptions } from "./post";

/** What the process is asked. */
export interface Conversion {
  entry: GoodEntry;
  options: PostOptions;
}

/** What it answers. */
export type Converted = { article: ImportedArticle } | { refused: string };

export interface Limits {
  /** An ordinary post of 1 MiB takes a second or two. */
  durationMaxMs: number;
  heapMaxMb: number;
}

/**
 * Converts posts in a process of its own, one at a time. HTML can be such that conversion takes hours or all memory; then
 * that process is ended, that one post is refused, and the others go on.
 */
export class Converter {
  readonly #limits: Limits;
  #process: ChildProcess | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(limits: Partial<Limits> = {}) {
    this.#limits = { durationMaxMs: 30_000, heapMaxMb: 1024, ...limits };
  }

  /** The article that a post is to become. Throws ArticleError with the reason if it can't. */
  async toArticle(entry: GoodEntry, options: PostOptions): Promise<ImportedArticle> {
    const turn = this.#last.then(() => this.#convert({ entry, options }));
    this.#last = turn.catch(() => undefined);
    const converted = await turn;
    if ("refused" in converted) throw new ArticleError(converted.refused);
    return converted.article;
  }

  async close(): Promise<void> {
    await this.#last;
    this.#end();
  }

  async #convert(conversion: Conversion): Promise<Converted> {
    const { durationMaxMs } = this.#limits;
    this.#process ??= this.#start();
    const child = this.#process;
    const ending = new AbortController();
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(durationMaxMs)]);
    try {
      const exited = once(child, "exit", { signal }).then((): [Converted] => [
        { refused: "its content takes more memory to convert than there is" },
      ]);
      const answered: Promise<Converted[]> = once(child, "message", { signal });
      child.send(conversion);
      const [converted] = await Promise.race([answered, exited]);
      if (child.exitCode !== null || child.signalCode !== null) this.#process = undefined;
      return converted ?? { refused: "its content can't be converted" };
    } catch (error) {
      this.#end();
      if (signal.aborted)
        return { refused: `its content takes more than ${durationMaxMs / 1000} s to convert` };
      return { refused: `its content can't be converted: ${reasonOf(error)}` };
    } finally {
      ending.abort();
    }
  }

  #start(): ChildProcess {
    return fork(fileURLToPath(new URL("./conversion-process.ts", import.meta.url)), {
      execArgv: ["--import", "tsx", `--max-old-space-size=${this.#limits.heapMaxMb}`],
      serialization: "advanced",
      // What a process says that has no memory left is pages long.
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
  }

  #end(): void {
    this.#process?.kill("SIGKILL");
    this.#process = undefined;
  }
}
