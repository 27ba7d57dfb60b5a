import { closeSync, openSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { dataDirectory } from "../../src/bin/support/paths";
import { freePort } from "../../src/bin/support/ports";
import { startNode } from "../../src/bin/support/processes";
import { atShutdown } from "../../src/bin/support/shutdown";
import { median } from "./statistics";
import { programEnvironment, type TargetOptions } from "./targets";

const times = 3;

/** How long from `npm start` (without npm itself) to the first answer that says all is well, in milliseconds: the median of three. */
export async function measureStart(options: TargetOptions): Promise<number> {
  const found: number[] = [];
  for (let time = 0; time < times; time++) found.push(await startOnce(options));
  return median(found);
}

async function startOnce(options: TargetOptions): Promise<number> {
  const port = await freePort();
  const log = openSync(path.join(dataDirectory, "bench-start.log"), "w", 0o600);
  const env = { ...process.env, ...programEnvironment(options, port), PORT: String(port) };
  const startedAt = performance.now();
  const server = startNode(["src/bin/run.mjs", "src/bin/start.ts"], { env, output: log });
  closeSync(log);
  const stop = async () => void (await server.stop(15_000));
  const forget = atShutdown("the server that is timed", stop);
  try {
    await untilHealthy(`http://127.0.0.1:${port}/api/health`);
    return performance.now() - startedAt;
  } finally {
    forget();
    await stop();
  }
}

async function untilHealthy(url: string): Promise<void> {
  for (const end = Date.now() + 60_000; ; await sleep(10)) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    if (Date.now() > end) throw new Error("npm start gave no answer in a minute; see .data/bench-start.log");
  }
}
