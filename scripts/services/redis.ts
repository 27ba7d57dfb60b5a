import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../src/bin/support/ports";
import { atShutdown } from "../../src/bin/support/shutdown";
import { TaskError } from "../../src/bin/support/terminal";
import { findProgram } from "./find-program";

export interface BenchRedis {
  url: string;
  /** Undefined where it is the one inside the server. */
  pid: number | undefined;
  /** For whoever doesn't wait for the task's end. */
  stop(): Promise<void>;
}

/**
 * Starts a Redis that keeps nothing on disk, if this machine has one; else names the one inside the server. `more` are
 * further settings.
 */
export async function startRedis(more: string[] = []): Promise<BenchRedis> {
  const program = findProgram("redis-server");
  if (!program) return { url: "memory:", pid: undefined, stop: async () => undefined };
  const port = await freePort();
  const flags = ["--bind", "127.0.0.1", "--port", String(port), "--save", "", "--appendonly", "no", ...more];
  const child = spawn(program, flags, { stdio: "ignore" });
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  atShutdown("Redis", stop);
  for (const end = Date.now() + 10_000; !(await answers(port)); await sleep(50)) {
    if (child.exitCode !== null || Date.now() > end) throw new TaskError(`${program} does not start.`);
  }
  return { url: `redis://127.0.0.1:${port}`, pid: child.pid, stop };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect({ host: "127.0.0.1", port });
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
