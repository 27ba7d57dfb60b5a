import { atShutdown } from "./shutdown";
import { info } from "./terminal";

/** Runs background jobs until the task is told to end. Resolves to its exit code. */
export async function work(): Promise<number> {
  const { runWorker } = await import("../../server/jobs/worker");
  const ending = new AbortController();
  const running = runWorker(ending.signal);
  atShutdown("the worker", async () => {
    ending.abort();
    await running;
  });
  info("the worker is running");
  await running;
  return ending.signal.aborted ? 0 : 1;
}
