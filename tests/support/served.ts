import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, inject } from "vitest";
import { database } from "@/server/platform/database";
import { redis } from "@/server/platform/redis";
import { freePort } from "../../src/bin/support/ports";
import { createTestDatabase, type TestDatabase } from "./database";
import { endServer, environmentFor, startMs, startServer, stopServer } from "./served-process";

export interface Served {
  /** Where the server answers, without a trailing slash. */
  readonly url: string;
  /** The server's process. */
  readonly pid: number;
  /** The server's own database, for tests that break something on purpose. */
  readonly database: TestDatabase;
}

/** A server that no other file uses. */
export interface OwnServed extends Served {
  /** What it has written so far, a line each. Nothing but plain errors unless `LOG_LEVEL` is set. */
  readonly lines: string[];
  /** Tells it to stop. Returns its exit code; null if it had to be killed. */
  stop(): Promise<number | null>;
}

interface ServedOptions {
  /** A server and a database that no other file uses: for what breaks something, or measures the process. */
  own?: true;
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
 * The built program in a process of its own. Call it at the top of a test file. Without options it is the one that all
 * such files share (`shared-server.ts`). The factories of `tests/support` write to the same database from within the test.
 */
export function startServed(): Served;
export function startServed(options: ServedOptions): OwnServed;
export function startServed(options?: ServedOptions): Served {
  return options ? startOwn(options) : attachToShared();
}

function attachToShared(): Served {
  const { url, pid, database: shared } = inject("server");
  beforeAll(() => void Object.assign(process.env, environmentOf(url, shared.appUrl)));
  afterAll(closeProgram);
  return { url, pid, database: { ...shared, drop: async () => undefined } };
}

function startOwn(options: ServedOptions): OwnServed {
  const { directory = ".", script = ".next/host/serve.mjs", beside } = options;
  let url = "";
  let own: TestDatabase | undefined;
  let server: ChildProcess | undefined;
  const lines: string[] = [];

  beforeAll(async () => {
    const port = await freePort();
    url = `http://localhost:${port}`;
    if (!beside) own = await createTestDatabase();
    const { appUrl } = beside?.database ?? own ?? { appUrl: "" };
    const environment = { ...environmentFor(url, port, appUrl), ...options.environment };
    if (!beside) Object.assign(process.env, environment, { NODE_ENV: "test" });
    server = await startServer(url, environment, directory, script);
    keepLines(server, lines);
  }, startMs + 10_000);

  afterAll(async () => {
    if (server) await endServer(server);
    if (beside) return;
    await closeProgram();
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

/** The environment of the test itself, whose factories are the program too. */
function environmentOf(url: string, databaseUrl: string): Record<string, string> {
  return { ...environmentFor(url, Number(new URL(url).port), databaseUrl), NODE_ENV: "test" };
}

async function closeProgram(): Promise<void> {
  await database().close();
  await redis().close();
}
