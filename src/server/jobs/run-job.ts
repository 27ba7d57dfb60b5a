import { setTimeout as sleep } from "node:timers/promises";
import * as jobs from "@/db/repositories/jobs";
import * as queue from "@/db/repositories/outside-tenants/job-queue";
import { database } from "../platform/database";
import { logger } from "../platform/logger";
import { backOffMs } from "./back-off";
import type { Task } from "./define-task";
import { jobContext } from "./job-context";
import { describeFailure, JobError } from "./job-error";

export interface RunningJob {
  readonly id: string;
  /** Ends the attempt from outside: what is under way is told by its signal, and not waited for. */
  abort(reason: Error): void;
  /** Resolves when the attempt has ended, and the database knows; never rejects. */
  readonly ended: Promise<void>;
}

/** Thrown into an attempt that must leave its job as it is: another attempt of it will be, or is already. */
export class LetGo extends Error {
  override readonly name = "LetGo";
}

/** Begins an attempt of a job that was taken up by this worker. */
export function startJob(workerId: string, job: queue.ClaimedJob, task: Task | undefined): RunningJob {
  const controller = new AbortController();
  const attempt = { workerId, tenantId: job.tenantId, id: job.id, attempt: job.attempts };
  const work = task ? run(job, task, attempt, controller) : putOff(attempt, job.task, controller.signal);
  return { id: job.id, abort: (reason) => controller.abort(reason), ended: work };
}

async function run(
  job: queue.ClaimedJob,
  task: Task,
  attempt: queue.Attempt,
  controller: AbortController,
): Promise<void> {
  const startedAt = performance.now();
  const { timeoutMs } = task.declaration;
  const deadline = setTimeout(
    () => controller.abort(new JobError(`It took longer than ${timeoutMs / 1000} seconds.`)),
    timeoutMs,
  );
  try {
    const isFinished = await outcome(job, task, attempt, controller.signal);
    if (!isFinished) await record(attempt, { done: true }, controller.signal);
    logger().info({ ...fieldsOf(job), ms: Math.round(performance.now() - startedAt) }, "a job is done");
  } catch (error) {
    await fail(job, attempt, error, controller.signal);
  } finally {
    clearTimeout(deadline);
  }
}

/** Returns whether the task has ended its job itself. */
async function outcome(
  job: queue.ClaimedJob,
  task: Task,
  { workerId, attempt }: queue.Attempt,
  signal: AbortSignal,
): Promise<boolean> {
  let isFinished = false;
  const context = jobContext(job);
  const running = task.run({
    context,
    signal,
    attempt,
    payload: job.payload,
    id: job.id,
    attemptsMax: job.attemptsMax,
    async finish(tx) {
      if (!(await jobs.finish(tx, context.tenantId, { id: job.id, workerId, attempt }))) throw lost();
      tx.afterCommit(() => {
        isFinished = true;
      });
    },
  });
  await unlessAborted(running, signal);
  return isFinished;
}

/** A task that doesn't listen to its signal is left to itself. */
async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
  });
  try {
    await Promise.race([work, aborted]);
  } catch (error) {
    // Whatever the task makes of the signal, the reason is why.
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

async function fail(
  job: queue.ClaimedJob,
  attempt: queue.Attempt,
  error: unknown,
  signal: AbortSignal,
): Promise<void> {
  if (error instanceof LetGo) {
    logger().warn({ ...fieldsOf(job), reason: error.message }, "a job was let go");
    return;
  }
  const { isFinal, ...failure } = describeFailure(error);
  const isLast = isFinal || job.attempts >= job.attemptsMax;
  const wanted = error instanceof JobError ? error.retryMs : undefined;
  const retryMs = isLast ? null : Math.min(wanted ?? backOffMs(job.attempts), 7 * 86_400_000);
  const text = isLast ? "a job failed for good" : "a job failed; it will be tried again";
  // What a task foresees, such as a receiver that is away, is no fault of ours.
  if (error instanceof JobError) logger().info({ reason: error.message, ...fieldsOf(job), retryMs }, text);
  else logger()[isLast ? "error" : "warn"]({ error, ...fieldsOf(job), retryMs }, text);
  await record(attempt, { done: false, retryMs, ...failure }, signal);
}

async function record(attempt: queue.Attempt, ending: queue.Ending, signal: AbortSignal): Promise<void> {
  const isRecorded = await untilWritten(attempt, signal, () => queue.end(database(), attempt, ending));
  if (isRecorded === false) logger().warn({ jobId: attempt.id }, "a job had ended without its worker");
}

async function putOff(attempt: queue.Attempt, task: string, signal: AbortSignal): Promise<void> {
  logger().warn({ jobId: attempt.id, task }, "a job is of a task that this version doesn’t know");
  const why = `No worker knows the task ${task} yet.`;
  await untilWritten(attempt, signal, () => queue.putOff(database(), attempt, why));
}

/** As long as the worker lives nobody else can end an attempt: it tries until the database has taken it, or the job is let go. */
async function untilWritten<T>(
  { id }: queue.Attempt,
  signal: AbortSignal,
  write: () => Promise<T>,
): Promise<T | undefined> {
  for (let waitMs = 100; ; waitMs = Math.min(2 * waitMs, 5_000)) {
    try {
      return await write();
    } catch (error) {
      logger().warn({ error, jobId: id }, "the end of a job could not be written down yet");
      await sleep(waitMs);
      if (signal.reason instanceof LetGo) return undefined;
    }
  }
}

function lost(): LetGo {
  return new LetGo("the job is another worker's");
}

function fieldsOf({ id, task, tenantId, attempts, requestId }: queue.ClaimedJob) {
  return { jobId: id, task, tenantId, attempt: attempts, requestId };
}
