import * as queue from "@/db/repositories/outside-tenants/job-queue";
import { database } from "../platform/database";

export interface WorkersAlive {
  /** How many workers live. */
  count: number;
  /** When one was heard last; null if none ever was. */
  lastSeenAt: Date | null;
}

/** Whether there is anybody to do background work. */
export async function workersAlive(): Promise<WorkersAlive> {
  const seen = await queue.listWorkers(database());
  const last = seen.reduce<Date | null>(
    (latest, { seenAt }) => (latest && latest > seenAt ? latest : seenAt),
    null,
  );
  return { count: seen.filter(({ isAlive }) => isAlive).length, lastSeenAt: last };
}
