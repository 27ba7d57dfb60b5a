import { runsBuild } from "../platform/config";
import { logger } from "../platform/logger";
import { processSingleton } from "../platform/process-singleton";
import { FairQueue } from "./fair-queue";
import type { Kind, Outcome, Task, Work } from "./task";
import { Thread, type ThreadLimits } from "./thread";
import { workerSource } from "./worker-source";

export interface PoolOptions extends ThreadLimits {
  threads: number;
  /** Tasks that wait at most: of all, and of one owner. */
  waiting: { all: number; owner: number };
  /** Milliseconds after which a thread that has nothing to do is ended, for its memory. */
  idleMs: number;
  /** Whether threads run what the build has made of their code; in development that would be of yesterday. */
  fromBuild: boolean;
}

const defaults: PoolOptions = {
  threads: 2,
  timeMs: 4_000,
  heapMiB: 128,
  waiting: { all: 200, owner: 20 },
  idleMs: 30_000,
  fromBuild: false,
};

interface Job {
  task: Task;
  settle: (outcome: Outcome<unknown>) => void;
}

/**
 * Works on texts beside the event loop, within limits of time, memory and number. A text that goes beyond them ends its
 * thread, which is replaced, and nobody else notices. One owner's texts take one thread at a time, so that another's
 * have one.
 */
export class TextPool {
  readonly #options: PoolOptions;
  readonly #queue: FairQueue<Job>;
  readonly #running = new Set<string>();
  #idle: { thread: Thread; timer: NodeJS.Timeout }[] = [];
  #busy = 0;
  #source: Promise<string> | undefined;

  constructor(options: Partial<PoolOptions> = {}) {
    this.#options = { ...defaults, ...options };
    this.#queue = new FairQueue(this.#options.waiting);
  }

  /** Never throws. `owner`: whose text it is, an organisation as a rule. */
  run<K extends Kind>(owner: string, kind: K, input: Work[K]["input"]): Promise<Outcome<Work[K]["output"]>> {
    return new Promise((resolve) => {
      const settle = resolve as Job["settle"];
      if (!this.#queue.add(owner, { task: { kind, input }, settle })) resolve({ kind: "unavailable" });
      else this.#next();
    });
  }

  #next(): void {
    while (this.#busy < this.#options.threads) {
      const found = this.#queue.take((owner) => !this.#running.has(owner));
      if (!found) return;
      this.#busy++;
      this.#running.add(found.owner);
      void this.#do(found.item).then((outcome) => {
        this.#busy--;
        this.#running.delete(found.owner);
        found.item.settle(outcome);
        this.#next();
      });
    }
  }

  async #do({ task }: Job): Promise<Outcome<unknown>> {
    try {
      const thread = await this.#thread();
      const outcome = await thread.run(task);
      this.#rest(thread);
      return outcome;
    } catch (error) {
      this.#source = undefined;
      logger().error({ error }, "a thread for texts could not be started");
      return { kind: "unavailable" };
    }
  }

  async #thread(): Promise<Thread> {
    const rested = this.#idle.pop();
    if (rested) {
      clearTimeout(rested.timer);
      return rested.thread;
    }
    this.#source ??= workerSource(this.#options.fromBuild);
    const source = await this.#source;
    return new Thread(source, this.#options, () => {
      this.#idle = this.#idle.filter(({ thread }) => !thread.ended);
    });
  }

  #rest(thread: Thread): void {
    if (thread.ended) return;
    const timer = setTimeout(() => {
      this.#idle = this.#idle.filter((one) => one.thread !== thread);
      thread.end();
    }, this.#options.idleMs);
    timer.unref();
    this.#idle.push({ thread, timer });
  }
}

/** The threads of this process. */
export function textPool(): TextPool {
  return processSingleton("texts", () => new TextPool({ fromBuild: runsBuild() }));
}
