import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { isAlive } from "../../src/bin/support/processes";
import { info } from "../../src/bin/support/terminal";
import { stopServer, tryQuery } from "./server";

/** A server that runs on a data directory. */
export interface RunningServer {
  pid: number;
  port: number;
}

/**
 * Deals with what a killed run has left in `directory`: a server that answers to `urlOf(port)` is returned, to be used
 * on; one that doesn't is stopped; a file that names a dead process, or one that isn't Postgres, is removed.
 */
export async function findOrphanedServer(
  directory: string,
  urlOf: (port: number) => string,
): Promise<RunningServer | undefined> {
  const file = pidFile(directory);
  const found = readRunning(directory);
  if (!found) return undefined;
  if (!isAlive(found.pid) || !isServerOf(found.pid, directory)) {
    rmSync(file, { force: true });
    return undefined;
  }
  const problem = await tryQuery(urlOf(found.port));
  if (problem === undefined) {
    info(`using the Postgres that an earlier run has left behind (process ${found.pid})`);
    return found;
  }
  info(`replacing the Postgres that an earlier run has left behind (process ${found.pid}): ${problem}`);
  await stopServer(found.pid);
  rmSync(file, { force: true });
  return undefined;
}

function pidFile(directory: string): string {
  return path.join(directory, "postmaster.pid");
}

/** The server that says it runs on `directory`. The first line is the process id, the fourth the port. A server that is just starting hasn't written the latter. */
export function readRunning(directory: string): RunningServer | undefined {
  try {
    const lines = readFileSync(pidFile(directory), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3] ?? 0) };
  } catch {
    return undefined;
  }
}

/** Process ids are given out anew, so look at what the process was started with before it is touched. */
export function isServerOf(pid: number, directory: string): boolean {
  return commandLine(pid).includes(directory);
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    // Not Linux, or a /proc that hides other users' processes.
  }
  try {
    return execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}
