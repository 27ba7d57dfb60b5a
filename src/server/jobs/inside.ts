import { logger } from "../platform/logger";
import { workerInside } from "../platform/worker-inside";
import { runWorker } from "./worker";

/** Starts the worker of a server process that has one (`WORKER=inside`), once in the process. */
export function startWorkerInside(): void {
  const inside = workerInside();
  if (inside.stop) return;
  const ending = new AbortController();
  const running = runWorker(ending.signal).catch((error: unknown) =>
    logger().error({ error }, "the worker has ended"),
  );
  inside.stop = () => {
    ending.abort();
    return running;
  };
}
