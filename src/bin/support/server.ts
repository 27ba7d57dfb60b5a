import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { reportDeath } from "./death-report";
import { serverEnvironment } from "./environment";
import { inFlightFile } from "./in-flight-file";
import { bundledServer, root } from "./paths";
import { type Managed, startNode } from "./processes";
import { TaskError, warn } from "./say";
import { atShutdown, isShuttingDown } from "./shutdown";
import { supervise } from "./supervise";

/** Started directly: npx would put a shell and npm between us and the process that has to get our signals. */
const program = "node_modules/next/dist/bin/next";

/** Starts `next <args>`, to be stopped with the task. */
export function startNext(args: string[], nodeEnv: "development" | "production"): Managed {
  const flags = args[0] === "dev" ? ["--import", path.join(root, "scripts/support/keep-alive.mjs")] : [];
  return startManaged([...flags, program, ...args], { NODE_ENV: nodeEnv });
}

/**
 * MiB of heap that the server may use. It needs some 100 under load, and the rest is for many large bodies at once; without
 * a bound V8 lets garbage lie until memory is short, and a process on a large machine grows by hundreds of MiB for
 * nothing. NODE_OPTIONS decides otherwise.
 */
const heapMaxMiB = 256;

/**
 * MiB of a half of the heap's young part; V8 takes 16. Smaller, each of its collections, for which every request waits, is
 * shorter, and the process takes some 25 MiB less, at no measurable cost in throughput.
 */
const youngHalfMiB = 4;

/** How long a server may take to end before it is killed, in milliseconds: a little longer than it gives its requests. */
const endMs = 9_000;

export interface ServerOptions {
  port: number;
  /** The address to listen on; all of the machine's by default. */
  host?: string | undefined;
  apiOnly?: boolean;
  /** What the server is configured to wait before it begins to end. */
  drainMs?: number;
}

/**
 * Serves the production build, through our own host; see docs/decisions for why not `next start`. A server that dies is
 * started again, and what it was at is said.
 */
export function startServer({ port, host = "", apiOnly = false, drainMs = 0 }: ServerOptions): Managed {
  const notes = inFlightFile();
  const env = environmentOf({ NODE_ENV: "production", PORT: String(port), HOST: host, ...notes.environment });
  const args = [...serverArguments(), ...(apiOnly ? ["--api"] : [])];
  const isProduction = process.env.MASTHEAD_MODE === "production";
  const server = supervise(() => startNode(args, { env }), {
    onDeath: (death) => reportDeath(death, notes.take(), isProduction),
  });
  atShutdown("the notes of requests", async () => notes.remove());
  return stoppedWithTask(server, endMs + drainMs);
}

/** What node is given to be that server. The API alone does without a build; then it is started from its TypeScript. */
export function serverArguments({ bundled = existsSync(bundledServer) } = {}): string[] {
  const server = bundled ? [bundledServer] : ["--import", "tsx", "scripts/serve.ts"];
  // No source maps: node keeps those of every loaded file in the heap, which would double it. The bundle is readable as it is.
  return [...heapFlags(), ...server];
}

/** How much memory the server may use. */
export function heapFlags(): string[] {
  if (process.env.NODE_OPTIONS?.includes("--max-old-space-size")) return [];
  return [`--max-old-space-size=${heapMaxMiB}`, `--max-semi-space-size=${youngHalfMiB}`];
}

function startManaged(args: string[], environment: Record<string, string>): Managed {
  return stoppedWithTask(startNode(args, { env: environmentOf(environment) }), endMs);
}

function environmentOf(more: Record<string, string>): NodeJS.ProcessEnv {
  return serverEnvironment({ ...more, NEXT_TELEMETRY_DISABLED: "1" });
}

function stoppedWithTask(server: Managed, graceMs: number): Managed {
  atShutdown("the server", async () => {
    if (!(await server.stop(graceMs)))
      warn(`the server did not end within ${graceMs / 1000} seconds and was killed`);
  });
  return server;
}

/** Builds the pages and the server. Throws if one fails. */
export async function buildProgram(): Promise<void> {
  await buildNext(".");
  const code = await startManaged(bundleServer, { NODE_ENV: "production" }).exited;
  if (code !== 0 && !isShuttingDown())
    throw new TaskError("The server could not be bundled; see the messages above.");
}

/** What node is given to bundle the server. */
export const bundleServer = ["--import", "tsx", "scripts/support/bundle-server.ts"];

/** Runs `next build` to its end. Throws if it fails. */
export async function buildNext(directory: string): Promise<void> {
  const code = await startNext(["build", directory], "production").exited;
  if (code !== 0 && !isShuttingDown()) throw new TaskError("next build failed; see its messages above.");
}

/** Waits until `url` answers, and says so if it answers with a fault. Throws if the server ends first. */
export async function waitForAnswer(url: string, server: Managed): Promise<void> {
  let ended = false;
  server.exited.then(
    () => {
      ended = true;
    },
    () => {
      ended = true;
    },
  );
  while (!ended) {
    // The first answer of a development server waits for the compiler, which may take long on a small machine.
    const status = await statusOf(url, 120_000);
    if (status !== undefined) {
      if (status >= 500) warn(`${url} answers with ${status}; see the messages above`);
      return;
    }
    await sleep(100);
  }
  throw new TaskError("The server ended before it answered; see its messages above.");
}

async function statusOf(url: string, timeoutMs: number): Promise<number | undefined> {
  try {
    const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return undefined;
  }
}

/** Waits for a server that should run until the task is stopped. Resolves to the task's exit code. */
export async function untilServerEnds(server: Managed): Promise<number> {
  const code = await server.exited;
  if (isShuttingDown()) return 0;
  warn(`the server has ended, with ${code}`);
  return code;
}
