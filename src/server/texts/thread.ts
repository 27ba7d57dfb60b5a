import { Worker } from "node:worker_threads";
import type { Outcome, Task } from "./task";

export interface ThreadLimits {
  /** Milliseconds for one task. */
  timeMs: number;
  /** MiB of heap. */
  heapMiB: number;
}

type Unknown = Outcome<unknown>;

/** One thread, which does one task at a time. Whatever happens to it ends its task and nothing else. */
export class Thread {
  readonly #worker: Worker;
  #settle: ((outcome: Unknown) => void) | undefined;
  #ended = false;

  constructor(
    source: string,
    private readonly limits: ThreadLimits,
    onEnd: () => void,
  ) {
    this.#worker = new Worker(source, {
      eval: true,
      name: "texts",
      // Nothing of the server's own: no secrets, no loaders, no flags.
      env: {},
      execArgv: [],
      argv: [],
      resourceLimits: {
        maxOldGenerationSizeMb: limits.heapMiB,
        maxYoungGenerationSizeMb: 16,
        stackSizeMb: 4,
      },
    });
    this.#worker.unref();
    this.#worker.on("message", (outcome: Unknown) => this.#settle?.(outcome));
    // Out of memory, say. What follows is "exit".
    this.#worker.on("error", () => undefined);
    this.#worker.on("exit", () => {
      this.#ended = true;
      this.#settle?.({ kind: "too_costly" });
      onEnd();
    });
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** The outcome of the task; at its time limit the thread is ended. */
  async run(task: Task): Promise<Unknown> {
    this.#worker.ref();
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Unknown>((resolve) => {
        this.#settle = resolve;
        timer = setTimeout(() => {
          this.end();
          resolve({ kind: "too_costly" });
        }, this.limits.timeMs);
        this.#worker.postMessage(task);
      });
    } finally {
      clearTimeout(timer);
      this.#settle = undefined;
      this.#worker.unref();
    }
  }

  end(): void {
    this.#ended = true;
    this.#worker.terminate().catch(() => undefined);
  }
}
