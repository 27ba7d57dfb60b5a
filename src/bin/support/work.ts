import { setTimeout as sleep } from "node:timers/promises";
import { atShutdown } from "./shutdown";
import { info } from "./terminal";

/** Runs background jobs until the task is told to end. Resolves to its exit code. */
export async function work(): Promise<number> {
  const [{ runWorker }, { database }] = await Promise.all([
    import("../../server/jobs/worker"),
    import("../../server/platform/database"),
  ]);
  const ending = new AbortController();
  const running = runWorker(ending.signal);
  atShutdown("the worker", async () => {
    ending.abort();
    await running;
  });
  info("the worker is running");
  await running;
  await Promise.race([database().close(), sleep(1_000)]);
  return ending.signal.aborted ? 0 : 1;
}
