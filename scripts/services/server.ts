import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { isAlive } from "../../src/bin/support/processes";
import { reasonOf, TaskError } from "../../src/bin/support/terminal";
import type { Binaries } from "./binaries";
import { serverEnvironment } from "./cluster";
import type { SystemUser } from "./system-user";

export interface ServerOptions {
  binaries: Binaries;
  user: SystemUser;
  directory: string;
  port: number;
  /** Where the server's messages go. */
  logFile: string;
  /** Settings beyond the common ones, such as `fsync: "off"`. */
  settings?: Record<string, string>;
}

/**
 * Starts a server on the loopback address and returns its process id at once. It is detached: a terminal's Ctrl-C must
 * not end it before the programs that use it. No Unix socket: its path may be too long, and nothing needs it.
 */
export function spawnServer({
  binaries,
  user,
  directory,
  port,
  logFile,
  settings = {},
}: ServerOptions): number {
  const all = { listen_addresses: "127.0.0.1", unix_socket_directories: "", timezone: "UTC", ...settings };
  const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(logFile, "a", 0o600);
  try {
    const child = spawn(binaries.postgres, ["-D", directory, "-p", String(port), ...flags], {
      ...user,
      cwd: "/",
      env: serverEnvironment(),
      detached: true,
      stdio: ["ignore", log, log],
    });
    child.on("error", () => undefined); // seen as "not alive" by whoever waits for it
    child.unref();
    return child.pid ?? 0;
  } finally {
    closeSync(log);
  }
}

/** Waits until the server answers a query. Throws with the end of its log if it ends before, or takes over 60 s. */
export async function waitForServer(url: string, pid: number, logFile: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const problem = await tryQuery(url);
    if (problem === undefined) return;
    if (problem.includes("password authentication failed")) {
      throw new TaskError(
        "The password kept in .data/ is not that of the database. Remove .data/ for a new database.",
      );
    }
    if (!isAlive(pid) || Date.now() > deadline) {
      throw new Error(`Postgres did not start (${problem}). The end of ${logFile}:\n${tail(logFile)}`);
    }
    await sleep(50);
  }
}

/** Undefined if the server of `url` answers a query, else why not. */
export async function tryQuery(url: string): Promise<string | undefined> {
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
  try {
    await sql`select 1`;
    return undefined;
  } catch (error) {
    return reasonOf(error);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Stops a server: first politely (open transactions are rolled back), then at once; both are safe for the data. */
export async function stopServer(pid: number): Promise<void> {
  for (const [signal, waitMs] of [
    ["SIGINT", 5_000],
    ["SIGQUIT", 3_000],
    ["SIGKILL", 2_000],
  ] as const) {
    if (!send(pid, signal)) return;
    for (const end = Date.now() + waitMs; Date.now() < end; await sleep(25)) {
      if (!isAlive(pid)) return;
    }
  }
  throw new Error(`Postgres (process ${pid}) could not be stopped`);
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

function tail(file: string): string {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-12).join("\n");
  } catch {
    return "(no log)";
  }
}
