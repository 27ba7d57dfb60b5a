import type { z } from "zod";
import type { TenantTx } from "@/db/tenant";
import type { TenantContext } from "../auth/tenant-context";
import type { TaskDeclaration } from "./declare-task";

/** One attempt, as the task sees it. */
export interface JobRun<Payload> {
  readonly payload: Payload;
  /** The job's tenant, on behalf of the system. */
  readonly context: TenantContext;
  /** Aborted when the attempt's time is over, when the worker ends, and when the job is another worker's. */
  readonly signal: AbortSignal;
  /** The job's id, the same in each attempt. */
  readonly id: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly attemptsMax: number;
  /**
   * Ends the job in the transaction of what it does, so that both happen or neither: what a job does in the database then
   * happens exactly once. Throws if the job is another worker's by now. Without it a job is done when `run` returns, and may
   * run again if the worker dies in between.
   */
  finish(tx: TenantTx): Promise<void>;
}

/** What a worker does with jobs of one task. */
export interface Task {
  readonly kind: "job";
  readonly declaration: TaskDeclaration;
  /** Parses the job's payload first; throws ZodError. */
  run(job: JobRun<unknown>): Promise<void>;
}

/** What a worker does with jobs of the declared task. A failure is thrown: see `JobError` for what admins get to read of it. */
export function defineTask<Payload extends z.ZodType>(
  declaration: TaskDeclaration<Payload>,
  run: (job: JobRun<z.output<Payload>>) => Promise<void>,
): Task {
  return {
    kind: "job",
    declaration,
    run: async (job) => run({ ...job, payload: declaration.payload.parse(job.payload) }),
  };
}

/** What is done once in each period by one of the workers, for no tenant. */
export interface PeriodicTask {
  readonly kind: "periodic";
  readonly name: string;
  readonly everyMs: number;
  /** Returns figures for the log. May run again if a worker dies meanwhile. */
  run(signal: AbortSignal): Promise<Record<string, number>>;
}

export function definePeriodicTask(task: Omit<PeriodicTask, "kind">): PeriodicTask {
  return { kind: "periodic", ...task };
}
