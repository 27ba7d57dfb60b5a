import { setTimeout as sleep } from "node:timers/promises";
import { deleteExpiredIdempotencyKeys, sweepAccounts } from "@/db/repositories/outside-tenants/maintenance";
import { sessions } from "../auth/resolve-session";
import { deliverDue } from "../mail/deliver";
import { database } from "../platform/database";
import { logger } from "../platform/logger";
import { applySchedules } from "./scheduled-articles";

interface Task {
  name: string;
  everyMs: number;
  run(signal: AbortSignal): Promise<void>;
}

const tasks: Task[] = [
  // What has expired is refused from its end on, deleted or not.
  { name: "sweeping", everyMs: 10 * 60_000, run: sweep },
  { name: "publishing what is scheduled", everyMs: 1_000, run: applySchedules },
  { name: "delivering mails", everyMs: 10_000, run: deliver },
];

/** Background work: sweeping what has expired, publishing what is scheduled, and delivering mails. Runs until `signal` is aborted; several at once do no harm. */
export async function runWorker(signal: AbortSignal): Promise<void> {
  logger().info("the worker has started");
  await Promise.all(tasks.map((task) => repeat(task, signal)));
  await database().close();
  logger().info("the worker has stopped");
}

async function repeat({ name, everyMs, run }: Task, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await run(signal);
    } catch (error) {
      logger().error({ error, task: name }, "a task of the worker failed; it will be tried again");
    }
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

async function sweep(): Promise<void> {
  const deleted = await sessions().sweep();
  if (deleted > 0) logger().info({ deleted }, "deleted expired sessions");
  const batch = 10_000;
  while ((await deleteExpiredIdempotencyKeys(database(), batch)) === batch);
  const lost = await sweepAccounts(database());
  if (lost > 0) logger().error({ lost }, "mails could not be delivered in their time and are gone");
}

/** As long as there is something to deliver, without a pause. */
async function deliver(): Promise<void> {
  while ((await deliverDue()) > 0);
}
