import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";
import { database } from "@/server/platform/database";
import { redis } from "@/server/platform/redis";
import { freePort } from "../../src/bin/support/ports";
import { heapFlags } from "../../src/bin/support/server";
import { createTestDatabase, type TestDatabase } from "./database";

/** How long a fresh server may take until it answers, in milliseconds. */
const startMs = 60_000;

export interface Served {
  /** Where the server answers, without a trailing slash. */
  readonly url: string;
  /** The server's process. */
  readonly pid: number;
  /** The server's own database, for tests that break something on purpose. */
  readonly database: TestDatabase;
  /** What it has written so far, a line each. Nothing but plain errors unless `LOG_LEVEL` is set. */
  readonly lines: string[];
  /** Tells it to stop. Returns its exit code; null if it had to be killed. */
  stop(): Promise<number | null>;
}

interface ServedOptions {
  /** Where the build is. */
  directory?: string;
  /** What starts the server. */
  script?: string;
  /** Whose database it shares, instead of having one of its own. */
  beside?: Served;
  /** Settings that differ from those of the other tests. */
  environment?: Record<string, string>;
}

/**
 * The built program in a process of its own, on a database of its own. Call it at the top of a test file. The factories of
 * `tests/support` write to the same database from within the test.
 */
export function startServed({
  directory = ".",
  script = ".next/host/serve.mjs",
  beside,
  environment: changed = {},
}: ServedOptions = {}): Served {
  let url = "";
  let own: TestDatabase | undefined;
  let server: ChildProcess | undefined;
  const lines: string[] = [];

  beforeAll(async () => {
    const port = await freePort();
    url = `http://localhost:${port}`;
    if (!beside) own = await createTestDatabase();
    const environment = { ...environmentFor(url, port, beside?.database ?? own), ...changed };
    if (!beside) Object.assign(process.env, environment, { NODE_ENV: "test" });
    server = await startServer(url, environment, directory, script);
    keepLines(server, lines);
  }, startMs + 10_000);

  afterAll(async () => {
    if (server) await stopServer(server);
    if (beside) return;
    await database().close();
    await redis().close();
    await own?.drop();
  });

  return {
    get url() {
      return url;
    },
    get pid() {
      if (server?.pid === undefined) throw new Error("the server is there from beforeAll on");
      return server.pid;
    },
    get database() {
      const found = beside?.database ?? own;
      if (!found) throw new Error("the database is there from beforeAll on");
      return found;
    },
    lines,
    async stop() {
      if (!server) throw new Error("the server is there from beforeAll on");
      await stopServer(server);
      return server.exitCode;
    },
  };
}

function keepLines({ stdout, stderr }: ChildProcess, lines: string[]): void {
  for (const stream of [stdout, stderr]) {
    if (stream) createInterface({ input: stream }).on("line", (line) => lines.push(line));
  }
}

function environmentFor(
  url: string,
  port: number,
  database: TestDatabase | undefined,
): Record<string, string> {
  return {
    NODE_ENV: "production",
    MASTHEAD_MODE: "preview",
    DATABASE_URL: database?.appUrl ?? "",
    REDIS_URL: "memory:",
    APP_URL: url,
    PORT: String(port),
    LOG_LEVEL: "silent",
    // Empty rather than absent: Next.js would read it from a developer's .env. Mails are at /dev/mails.
    SMTP_URL: "",
    // All tests come from one address.
    RATE_LIMIT_SIGN_IN_PER_MINUTE: "10000",
    RATE_LIMIT_SIGN_UPS_PER_DAY: "10000",
    RATE_LIMIT_ADDRESS_PER_MINUTE: "100000",
    RATE_LIMIT_ORGANISATION_PER_MINUTE: "100000",
    RATE_LIMIT_CREDENTIAL_PER_MINUTE: "100000",
  };
}

async function startServer(
  url: string,
  environment: Record<string, string>,
  directory: string,
  script: string,
): Promise<ChildProcess> {
  if (!existsSync(`${directory}/.next/BUILD_ID`) || !existsSync(`${directory}/.next/host/serve.mjs`))
    throw new Error("there is no build: run `npm run build` first");
  const flags = [...heapFlags(), "--conditions=react-server", "--import", "tsx", script];
  const server = spawn(process.execPath, flags, {
    cwd: directory,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  server.stderr?.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  });
  for (const deadline = Date.now() + startMs; Date.now() < deadline; await sleep(100)) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}: ${said}`);
    if (await answers(`${url}/api/health`)) return server;
  }
  server.kill("SIGKILL");
  throw new Error(`the server did not answer within ${startMs / 1000} s: ${said}`);
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  const killer = setTimeout(() => server.kill("SIGKILL"), 15_000);
  await ended;
  clearTimeout(killer);
}
