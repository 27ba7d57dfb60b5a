import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./paths";

/** A program that a task started. It is the leader of its own process group. */
export interface Managed {
  readonly pid: number;
  /** Its exit code; 128 + n where signal n ended it. */
  readonly exited: Promise<number>;
  /** Asks it to end, waits, and kills its whole group after `graceMs`. Resolves to false if it had to be killed. */
  stop(graceMs?: number): Promise<boolean>;
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) signalGroup(child.pid, "SIGKILL"); // the last resort; normally none is left by now
});

export interface StartOptions {
  env: NodeJS.ProcessEnv;
  /** Where its output goes: to the terminal, to an open file, or to a function that gets both streams as text. */
  output?: "inherit" | number | ((text: string) => void);
}

/**
 * Starts `node <script> <args>` in a process group of its own: a terminal's Ctrl-C then reaches the task alone, which
 * stops its programs one after another. If the task itself is killed, the tether ends the program.
 */
export function startNode(args: string[], { env, output = "inherit" }: StartOptions): Managed {
  const stream = typeof output === "function" ? "pipe" : output;
  const tether = path.join(root, "src/bin/support/tether.mjs");
  const child = spawn(process.execPath, ["--import", tether, ...args], {
    cwd: root,
    env: { ...env, MASTHEAD_TETHER: "3" },
    detached: true,
    stdio: ["ignore", stream, stream, "pipe"],
  });
  if (typeof output === "function") {
    for (const source of [child.stdout, child.stderr]) source?.setEncoding("utf8").on("data", output);
  }
  running.add(child);
  const exited = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => signalGroup(child.pid, "SIGKILL")); // stragglers of the group
    child.once("close", (code, signal) => {
      running.delete(child);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
  exited.catch(() => running.delete(child));
  return { pid: child.pid ?? 0, exited, stop: (graceMs = 10_000) => stop(child, exited, graceMs) };
}

async function stop(child: ChildProcess, exited: Promise<number>, graceMs: number): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null) return true;
  child.kill("SIGTERM");
  const timer = new AbortController();
  const inTime = await Promise.race([
    exited.then(() => true),
    sleep(graceMs, false, { signal: timer.signal }).catch(() => true),
  ]);
  timer.abort();
  if (!inTime) signalGroup(child.pid, "SIGKILL");
  await exited;
  return inTime;
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (!pid) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left, which is what we want.
  }
}

/** Whether a process of this id exists, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
