import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect } from "vitest";
import { database } from "@/server/platform/database";
import { redis } from "@/server/platform/redis";
import { findProgram } from "../../../scripts/services/find-program";
import { freePort } from "../../../src/bin/support/ports";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { keepsPreparedStatements, pgBouncerVersion, startPgBouncer } from "../../support/pgbouncer";
import { startRedisCluster } from "../../support/redis-cluster";
import { report } from "../../support/report";
import { wideLimits } from "../../support/wide-limits";
import { type Nginx, startNginx } from "./nginx";
import { type ServerProcess, startServerProcess } from "./server-process";

/** Three processes behind nginx, on one Postgres through PgBouncer and one Redis. */
export interface Stack {
  /** Of nginx. */
  url: string;
  nginx: Nginx;
  processes: ServerProcess[];
  database: TestDatabase;
}

/** Server connections of PgBouncer; the processes have 30 between them. */
const poolSize = 12;

const stops: (() => Promise<void>)[] = [];

/**
 * Call it at the top of a test file. The factories of `tests/support` write to the same database and Redis from within the
 * test, as one process more.
 */
export function startStack(): () => Stack {
  let stack: Stack | undefined;
  beforeAll(async () => {
    stack = await start();
  }, 240_000);
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  }, 120_000);
  return () => {
    if (!stack) throw new Error("the stack is there from beforeAll on");
    return stack;
  };
}

async function start(): Promise<Stack> {
  if (!existsSync(".next/host/serve.mjs")) throw new Error("there is no build: run `npm run build` first");
  const program = findProgram("nginx");
  if (!program) throw new Error("there is no nginx on this machine: run the test through npm run test:scale");
  const own = await createTestDatabase();
  stops.push(own.drop);
  const redisUrl = await sharedRedis();
  const port = await freePort();
  const common = {
    DATABASE_URL: own.appUrl,
    REDIS_URL: redisUrl,
    APP_URL: `http://localhost:${port}`,
    ENCRYPTION_KEY: randomBytes(32).toString("base64"),
  };
  Object.assign(process.env, { ...common, MASTHEAD_MODE: "test", LOG_LEVEL: "silent" });
  stops.push(async () => {
    await database().close();
    await redis().close();
  });
  const processes = await startProcesses({ ...common, ...(await pooled(own)), ...inProduction });
  const nginx = await startNginx(
    program,
    port,
    processes.map((each) => each.port),
  );
  stops.push(nginx.stop);
  return { url: `http://127.0.0.1:${port}`, nginx, processes, database: own };
}

const inProduction = {
  MASTHEAD_MODE: "production",
  NODE_ENV: "production",
  LOG_LEVEL: "warn",
  DATABASE_POOL_MAX: "10",
  SMTP_URL: "smtp://127.0.0.1:9",
  MAIL_FROM: "Scale <scale@example.org>",
  TRUSTED_PROXIES: "1",
  // All requests of the test come from one address.
  ...wideLimits,
};

/** One after the other: three that start at once on a small machine only hold each other up. */
async function startProcesses(environment: Record<string, string>): Promise<ServerProcess[]> {
  const processes: ServerProcess[] = [];
  for (let index = 0; index < 3; index++) {
    const started = await startServerProcess(await freePort(), environment);
    processes.push(started);
    stops.push(started.stop);
  }
  return processes;
}

async function pooled({ appUrl }: TestDatabase): Promise<Record<string, string>> {
  const version = pgBouncerVersion();
  if (!version) {
    report("through PgBouncer: not run, as there is no pgbouncer here (Debian package pgbouncer)");
    return {};
  }
  const prepared = keepsPreparedStatements(version);
  const bouncer = await startPgBouncer(appUrl, { prepared, poolSize });
  stops.push(bouncer.stop);
  report(`PgBouncer ${version.join(".")} in transaction mode, ${poolSize} connections for three processes`);
  return { DATABASE_URL: bouncer.url, DATABASE_PREPARED_STATEMENTS: prepared ? "on" : "off" };
}

/**
 * A redis-server of its own, or the container's. The one inside the program can't be shared. Its own is the only member of
 * a cluster: it then refuses what asks for keys of two slots at once.
 */
async function sharedRedis(): Promise<string> {
  const own = await startRedisCluster(1);
  const [member] = own?.members ?? [];
  if (own && member) {
    stops.push(own.stop);
    await expect(member.mget("{one}", "{another}")).rejects.toThrow("CROSSSLOT");
    return own.urls[0] ?? "";
  }
  const url = process.env.TEST_REDIS_URL ?? "";
  if (url.startsWith("redis:")) return url;
  throw new Error("there is no redis-server on this machine: run the test through npm run test:scale");
}
