import { randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import path from "node:path";
import { nextProgram } from "../../src/bin/support/build";
import { serverEnvironment } from "../../src/bin/support/environment";
import { dataDirectory } from "../../src/bin/support/paths";
import { freePort } from "../../src/bin/support/ports";
import { type Managed, startNode } from "../../src/bin/support/processes";
import { serverArguments } from "../../src/bin/support/server";
import { atShutdown } from "../../src/bin/support/shutdown";
import { waitForAnswer } from "../dev/wait-for-answer";
import type { BenchRedis } from "../services/redis";
import type { BenchDatabase } from "./database";
import type { Service } from "./workloads";

/** A server that is measured. */
export interface Target {
  name: string;
  /** What it serves; a workload is measured on whoever serves it. */
  services: Service[];
  url: string;
  pid: number;
  stop(): Promise<void>;
}

export interface TargetOptions {
  database: BenchDatabase;
  redis: BenchRedis;
  /** Requests a minute of an organisation; more than any could send, unless given. */
  organisationMax?: number;
  /** With its cache switched off. */
  cold?: boolean;
  /** Flags of node, such as those of its profiler. */
  flags?: string[];
}

interface Program {
  name: string;
  services: Service[];
  /** `apart`: started file by file, so that a profile tells which is which. */
  arguments: (apart: boolean) => string[];
}

/** The ways to run the program. Another host of the same routes is another line here. */
const programs: Program[] = [
  {
    name: "masthead",
    services: ["api", "pages"],
    arguments: (apart) => serverArguments(apart ? { bundled: false } : {}),
  },
];

/** The same route files where only Next.js serves them, as on a serverless host: what our own host saves. */
const plainNext: Program = { name: "next start", services: ["api"], arguments: () => [nextProgram, "start"] };

/** Starts every way to run the program, on one database and Redis. */
export function startPrograms(options: TargetOptions & { alsoPlainNext?: boolean }): Promise<Target[]> {
  const all = options.alsoPlainNext ? [...programs, plainNext] : programs;
  return inTurn(all, async ({ name, services, arguments: args }) => {
    const port = await freePort();
    const environment = programEnvironment(options, port);
    const target = { name, services, port, probe: "/api/health" };
    return start(target, [...(options.flags ?? []), ...args(options.flags !== undefined)], environment);
  });
}

/** `tenant`: its statements travel as the program's do; `asProgram`: bound by row security as well. */
export async function startReferenceServer(
  { database }: Pick<TargetOptions, "database">,
  { name = "reference server", shape = "plain", asProgram = false } = {},
): Promise<Target> {
  const port = await freePort();
  const target = { name, services: ["reference server" as const], port, probe: "/" };
  return start(target, ["--import", "tsx", "scripts/bench/reference-server.ts"], {
    REFERENCE_DATABASE_URL: asProgram ? database.appUrl : database.adminUrl,
    REFERENCE_SHAPE: shape,
  });
}

/** Refuses everything, in a process of its own. */
export async function startRefuser(): Promise<Target> {
  const target = { name: "refuser", services: [], port: await freePort(), probe: "/" };
  return start(target, ["--import", "tsx", "scripts/bench/refuser.ts"], {});
}

/** The page that stands for any other Next.js site: one statement, Markdown, no cache. */
export async function startPage({ database }: TargetOptions): Promise<Target> {
  const port = await freePort();
  const args = [nextProgram, "start", pageDirectory, "-p", String(port)];
  const target = { name: "bare page", services: ["page" as const], port, probe: "/" };
  return start(target, args, { REFERENCE_DATABASE_URL: database.adminUrl });
}

export const pageDirectory = "scripts/bench/page";

/** Limits are in force, only too high to be met by a single machine. Answers are logged, to a file. */
export function programEnvironment(
  { database, redis, organisationMax = 1_000_000, cold = false }: TargetOptions,
  port: number,
): Record<string, string> {
  return {
    MASTHEAD_MODE: redis.pid === undefined ? "preview" : "production",
    DATABASE_URL: database.appUrl,
    DATABASE_POOL_MAX: "10",
    REDIS_URL: redis.url,
    UPSTASH_REDIS_REST_URL: "",
    UPSTASH_REDIS_REST_TOKEN: "",
    APP_URL: `http://localhost:${port}`,
    SMTP_URL: "smtp://127.0.0.1:9",
    MAIL_FROM: "Bench <bench@example.org>",
    ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    LOG_LEVEL: "info",
    ...(cold ? { CACHE_MIB: "0" } : {}),
    TRUSTED_PROXIES: "0",
    RATE_LIMIT_ADDRESS_PER_MINUTE: "1000000",
    RATE_LIMIT_ORGANISATION_PER_MINUTE: String(organisationMax),
    RATE_LIMIT_CREDENTIAL_PER_MINUTE: "1000000",
  };
}

async function start(
  { port, probe, ...target }: Pick<Target, "name" | "services"> & { port: number; probe: string },
  args: string[],
  environment: Record<string, string>,
): Promise<Target> {
  const log = openSync(path.join(dataDirectory, `bench-${target.name.replaceAll(" ", "-")}.log`), "w", 0o600);
  const env = serverEnvironment({ ...environment, NODE_ENV: "production", PORT: String(port) });
  const server = startNode(args, { env, output: log });
  closeSync(log);
  const stop = stopper(target.name, server);
  const url = `http://127.0.0.1:${port}`;
  await waitForAnswer(`${url}${probe}`, server);
  return { ...target, url, pid: server.pid, stop };
}

function stopper(name: string, server: Managed): () => Promise<void> {
  const stop = async () => void (await server.stop(10_000));
  const forget = atShutdown(name, stop);
  return async () => {
    forget();
    await stop();
  };
}

/** One after the other: two servers that start at once on a small machine only hold each other up. */
async function inTurn<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
