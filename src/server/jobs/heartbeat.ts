import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import * as queue from "@/db/repositories/outside-tenants/job-queue";
import { database } from "../platform/database";
import { logger } from "../platform/logger";

/** How long a worker counts as alive after it was heard; what it has is others' afterwards. */
export const leaseMs = 30_000;
const everyMs = 8_000;
const retryMs = 1_000;

/**
 * Says that a worker lives until `signal` is aborted; the first time before it resolves. `onLost` is called when it was not heard
 * for as long as a lease lasts: by then others may have what it is at.
 */
export async function startHeartbeat(
  workerId: string,
  signal: AbortSignal,
  onLost: () => void,
): Promise<void> {
  const worker = { id: workerId, name: `${hostname()} ${process.pid}`, leaseMs };
  await queue.beat(database(), worker);
  void goOn(worker, signal, onLost);
}

async function goOn(
  worker: { id: string; name: string; leaseMs: number },
  signal: AbortSignal,
  onLost: () => void,
): Promise<void> {
  let heardAt = performance.now();
  let wait = everyMs;
  while (await passes(wait, signal)) {
    const askedAt = performance.now();
    try {
      if (askedAt - heardAt >= leaseMs) onLost();
      await queue.beat(database(), worker);
      heardAt = askedAt;
      wait = everyMs;
    } catch (error) {
      logger().warn({ error }, "the worker could not say that it lives");
      wait = retryMs;
    }
  }
}

/** Waits; false once the signal is aborted. */
export async function passes(ms: number, signal: AbortSignal): Promise<boolean> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}
