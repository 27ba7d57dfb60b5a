import { setTimeout as sleep } from "node:timers/promises";
import { type Managed, startNode } from "../../../src/bin/support/processes";

/** One process of the program, as `npm start` runs it. */
export interface ServerProcess {
  readonly port: number;
  /** Of this process alone, past nginx. */
  readonly url: string;
  /** Tells it to stop as an operator does, waits for its end, starts another in its place and waits until that is ready. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** How long a process may take to be ready, in milliseconds: the machine may be busy with the load of the test. */
const startMs = 60_000;

/** Longer than a process may take to end. */
const stopMs = 15_000;

export async function startServerProcess(
  port: number,
  environment: Record<string, string>,
): Promise<ServerProcess> {
  const url = `http://127.0.0.1:${port}`;
  const env = { ...process.env, ...environment, PORT: String(port) };
  let running = await start(url, env);
  const stop = async () => {
    if (!(await running.stop(stopMs))) throw new Error(`the process on ${url} had to be killed`);
    const code = await running.exited;
    if (code !== 0) throw new Error(`the process on ${url} ended with ${code}`);
  };
  const restart = async () => {
    await stop();
    running = await start(url, env);
  };
  return { port, url, restart, stop };
}

async function start(url: string, env: NodeJS.ProcessEnv): Promise<Managed> {
  let said = "";
  const output = (text: string) => {
    said = (said + text).slice(-4_000);
  };
  const managed = startNode(["src/bin/run.mjs", "src/bin/start.ts"], { env, output });
  let ended = false;
  const onEnd = () => {
    ended = true;
  };
  managed.exited.then(onEnd, onEnd);
  for (const end = Date.now() + startMs; !ended && Date.now() < end; await sleep(100)) {
    if (await isReady(url)) return managed;
  }
  await managed.stop(1_000);
  throw new Error(`the process on ${url} is not ready: ${said}`);
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/health`)).ok;
  } catch {
    return false;
  }
}
