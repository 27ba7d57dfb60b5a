import { setTimeout as sleep } from "node:timers/promises";
import { sessions } from "../auth/resolve-session";
import { database } from "../platform/database";
import { logger } from "../platform/logger";

/** How often expired sessions are deleted, in milliseconds. They are refused from their end on, deleted or not. */
const sweepEveryMs = 10 * 60_000;

/** Background work: for now, sweeping expired sessions. Runs until `signal` is aborted; several at once do no harm. */
export async function runWorker(signal: AbortSignal): Promise<void> {
  logger().info("the worker has started");
  while (!signal.aborted) {
    try {
      const deleted = await sessions().sweep();
      if (deleted > 0) logger().info({ deleted }, "deleted expired sessions");
    } catch (error) {
      logger().error({ error }, "sweeping expired sessions failed; it will be tried again");
    }
    await sleep(sweepEveryMs, undefined, { signal }).catch(() => undefined);
  }
  await database().close();
  logger().info("the worker has stopped");
}
