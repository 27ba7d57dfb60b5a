import { setTimeout as sleep } from "node:timers/promises";
import { defineTask } from "@/server/jobs/define-task";
import { runWorker } from "@/server/jobs/worker";
import { aTask } from "./jobs-task";

/** A worker in a process of its own, to be killed. Says what it begins; a job called "deadly" ends the process. */
const task = defineTask(aTask(), async ({ payload }) => {
  process.stdout.write(`${payload.name}\n`);
  if (payload.name === "deadly") process.kill(process.pid, "SIGKILL");
  if (payload.name === "endless") await sleep(1_000_000);
});

const ending = new AbortController();
process.on("SIGTERM", () => ending.abort());
await runWorker(ending.signal, { tasks: [task], pollMs: 20 });
process.exit(0);
