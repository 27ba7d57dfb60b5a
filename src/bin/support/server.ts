import { existsSync } from "node:fs";
import { reportDeath } from "./death-report";
import { inFlightFile } from "./in-flight-file";
import { endMs, programEnvironment, stoppedWithTask } from "./managed";
import { bundledServer } from "./paths";
import { type Managed, startNode } from "./processes";
import { atShutdown, isShuttingDown } from "./shutdown";
import { supervise } from "./supervise";
import { warn } from "./terminal";

/**
 * MiB of heap that the server may use. It needs some 100 under load, and the rest is for many large bodies at once; without
 * a bound V8 lets garbage lie until memory is short, and a process on a large machine grows by hundreds of MiB for
 * nothing. NODE_OPTIONS decides otherwise.
 */
const heapMaxMiB = 256;

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
  const env = programEnvironment({
    NODE_ENV: "production",
    PORT: String(port),
    HOST: host,
    ...notes.environment,
  });
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
  const server = bundled ? [bundledServer] : ["--import", "tsx", "src/bin/serve.ts"];
  // No source maps: node keeps those of every loaded file in the heap, which would double it. The bundle is readable as it is.
  return [...heapFlags(), ...server];
}

/** How much memory the server may use. */
export function heapFlags(): string[] {
  if (process.env.NODE_OPTIONS?.includes("--max-old-space-size")) return [];
  return [`--max-old-space-size=${heapMaxMiB}`];
}

/** Waits for a server that should run until the task is stopped. Resolves to the task's exit code. */
export async function untilServerEnds(server: Managed): Promise<number> {
  const code = await server.exited;
  if (isShuttingDown()) return 0;
  warn(`the server has ended, with ${code}`);
  return code;
}
