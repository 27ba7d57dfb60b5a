import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as queue from "@/db/repositories/outside-tenants/job-queue";
import { database } from "../platform/database";
import { logger } from "../platform/logger";
import type { Task } from "./define-task";
import { LetGo, type RunningJob, startJob } from "./run-job";

export interface JobLoopOptions {
  /** Jobs that run at a time on this worker. */
  concurrency?: number;
  /** Jobs of one tenant that run at a time, on all workers together. */
  tenantMax?: number;
  /** How often it looks for jobs while there are none. */
  pollMs?: number;
}

/** Short jobs end one by one, and are taken up several at a time. */
const betweenClaimsMs = 5;
/** How long jobs may go on when the worker was told to end; and after they were told by their signals. */
const finishMs = 4_000;
const abortMs = 1_000;

/** Takes up jobs of all tenants in turn and runs them. */
export class JobLoop {
  readonly #running = new Map<string, RunningJob>();
  readonly #options: Required<JobLoopOptions>;
  /** Where each worker begins its round is left to chance. */
  #afterTenantId: string = randomUUID();
  #wake = () => {};
  #isUnsure = false;

  constructor(
    private readonly workerId: string,
    private readonly tasks: ReadonlyMap<string, Task>,
    options: JobLoopOptions = {},
  ) {
    this.#options = { concurrency: 50, tenantMax: 5, pollMs: 500, ...options };
  }

  /** Until `signal` is aborted; then it takes nothing more, and waits a little for what is under way. */
  async run(signal: AbortSignal): Promise<void> {
    const stop = () => this.#wake();
    signal.addEventListener("abort", stop);
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      const isPast = sleep(betweenClaimsMs);
      const taken = await this.#take().catch((error: unknown) => this.#claimFailed(error));
      await isPast;
      if (taken === 0 || this.#free === 0) await pollOr(woken, this.#options.pollMs);
    }
    signal.removeEventListener("abort", stop);
    await this.#end();
  }

  /** Lets go of everything: others may have it by now. */
  letGo(reason: string): void {
    for (const job of this.#running.values()) job.abort(new LetGo(reason));
  }

  get #free(): number {
    return this.#options.concurrency - this.#running.size;
  }

  async #take(): Promise<number> {
    if (this.#isUnsure) {
      await queue.giveBackOthers(database(), this.workerId, [...this.#running.keys()]);
      this.#isUnsure = false;
    }
    const max = this.#free;
    if (max === 0) return 0;
    const { tenantMax } = this.#options;
    const claimed = await queue.claim(database(), this.workerId, {
      max,
      tenantMax,
      afterTenantId: this.#afterTenantId,
    });
    for (const job of claimed) this.#start(job);
    this.#afterTenantId = claimed.at(-1)?.tenantId ?? this.#afterTenantId;
    return claimed.length;
  }

  #start(job: queue.ClaimedJob): void {
    const running = startJob(this.workerId, job, this.tasks.get(job.task));
    this.#running.set(job.id, running);
    void running.ended.then(() => {
      this.#running.delete(job.id);
      this.#wake();
    });
  }

  /** The database may have given jobs to this worker all the same: it asks before it takes others. */
  #claimFailed(error: unknown): number {
    this.#isUnsure = true;
    logger().warn({ error }, "no jobs could be taken up; it will be tried again");
    return 0;
  }

  async #end(): Promise<void> {
    const ended = () => Promise.all([...this.#running.values()].map((job) => job.ended));
    await Promise.race([ended(), sleep(finishMs)]);
    this.letGo("the worker ends");
    await Promise.race([ended(), sleep(abortMs)]);
  }
}

async function pollOr(woken: Promise<void>, ms: number): Promise<void> {
  const polling = new AbortController();
  await Promise.race([woken, sleep(ms, undefined, { signal: polling.signal }).catch(() => undefined)]);
  polling.abort();
}
