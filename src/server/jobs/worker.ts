import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as queue from "@/db/repositories/outside-tenants/job-queue";
import { tasks as allTasks } from "../generated/tasks";
import { deliverDue } from "../mail/deliver";
import { database } from "../platform/database";
import { logger } from "../platform/logger";
import { fanOutAll } from "../webhooks/fan-out-all";
import type { PeriodicTask, Task } from "./define-task";
import { passes, startHeartbeat } from "./heartbeat";
import { JobLoop, type JobLoopOptions } from "./job-loop";
import { runPeriodicTasks } from "./periodic-loop";
import { applySchedules } from "./scheduled-articles";

export interface WorkerOptions extends JobLoopOptions {
  tasks?: readonly (Task | PeriodicTask)[];
}

/** What every worker does by itself: each has leases or locks of its own, so that several at once do no harm. */
const onEveryWorker = [
  { name: "publishing what is scheduled", everyMs: 1_000, run: applySchedules },
  { name: "making deliveries of events", everyMs: 500, run: fanOutAll },
  { name: "delivering mails", everyMs: 10_000, run: deliverMails },
];

/**
 * Background work: jobs of all tenants, periodic tasks, and what every worker does by itself. Runs until `signal` is aborted,
 * then finishes what it is at or gives it back, within some seconds. Several may run side by side. The database stays open.
 */
export async function runWorker(signal: AbortSignal, options: WorkerOptions = {}): Promise<void> {
  const { tasks = allTasks, ...loopOptions } = options;
  const workerId = randomUUID();
  const jobTasks = tasks.filter((task) => task.kind === "job");
  const loop = new JobLoop(
    workerId,
    new Map(jobTasks.map((task) => [task.declaration.name, task])),
    loopOptions,
  );
  const beating = new AbortController();
  await untilHeard(workerId, beating.signal, signal, () => loop.letGo("the worker was not heard in time"));
  logger().info({ workerId }, "the worker has started");
  const periodic = tasks.filter((task) => task.kind === "periodic");
  const others = Promise.all([
    runPeriodicTasks(workerId, periodic, signal),
    ...onEveryWorker.map((task) => repeat(task, signal)),
  ]);
  await loop.run(signal);
  await Promise.race([others, sleep(2_000)]);
  beating.abort();
  const givenBack = await queue.endWorker(database(), workerId).catch(reportUnheard);
  logger().info({ workerId, givenBack }, "the worker has stopped");
}

/** A worker may be started before its database. */
async function untilHeard(
  workerId: string,
  beating: AbortSignal,
  signal: AbortSignal,
  onLost: () => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      return await startHeartbeat(workerId, beating, onLost);
    } catch (error) {
      logger().warn({ error }, "the worker can't reach the database; it will try again");
      await sleep(1_000);
    }
  }
}

async function repeat(
  { name, everyMs, run }: (typeof onEveryWorker)[number],
  signal: AbortSignal,
): Promise<void> {
  do {
    try {
      await run(signal);
    } catch (error) {
      logger().error({ error, task: name }, "a task of the worker failed; it will be tried again");
    }
  } while (await passes(everyMs, signal));
}

/** As long as there is something to deliver, without a pause. */
async function deliverMails(signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await deliverDue()) > 0);
}

/** What it had is given back when its lease ends. */
function reportUnheard(error: unknown): undefined {
  logger().warn({ error }, "the worker could not say that it ends");
}
