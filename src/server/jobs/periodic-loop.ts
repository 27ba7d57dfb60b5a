import * as queue from "@/db/repositories/outside-tenants/job-queue";
import { database } from "../platform/database";
import { logger } from "../platform/logger";
import type { PeriodicTask } from "./define-task";
import { passes } from "./heartbeat";
import { describeFailure } from "./job-error";

const lookEveryMs = 10_000;
const retryMs = 60_000;

/** Runs periodic tasks, each once in its period on one of all workers, until `signal` is aborted. */
export async function runPeriodicTasks(
  workerId: string,
  tasks: readonly PeriodicTask[],
  signal: AbortSignal,
): Promise<void> {
  const names = tasks.map(({ name }) => name);
  do {
    try {
      const due = new Set(await queue.claimPeriodic(database(), workerId, names));
      for (const task of tasks)
        if (due.has(task.name) && !signal.aborted) await runOnce(workerId, task, signal);
    } catch (error) {
      logger().warn({ error }, "periodic tasks could not be taken up; it will be tried again");
    }
  } while (await passes(lookEveryMs, signal));
}

async function runOnce(workerId: string, task: PeriodicTask, signal: AbortSignal): Promise<void> {
  const { name, everyMs } = task;
  const startedAt = performance.now();
  try {
    const figures = await task.run(signal);
    // What was cut short is due as before, for another worker.
    if (signal.aborted) return;
    const ms = Math.round(performance.now() - startedAt);
    logger().info({ task: name, ...figures, ms }, "a periodic task is done");
    await queue.endPeriodic(database(), workerId, { name, nextMs: everyMs, error: null });
  } catch (error) {
    if (signal.aborted) return;
    logger().error({ error, task: name }, "a periodic task failed; it will be tried again");
    const { detail } = describeFailure(error);
    await queue.endPeriodic(database(), workerId, {
      name,
      nextMs: Math.min(everyMs, retryMs),
      error: detail,
    });
  }
}
