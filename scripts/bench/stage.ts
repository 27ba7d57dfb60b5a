import { existsSync } from "node:fs";
import path from "node:path";
import { buildNext, buildProgram } from "../../src/bin/support/build";
import { bundledServer, ensureDataDirectory, root } from "../../src/bin/support/paths";
import { atShutdown } from "../../src/bin/support/shutdown";
import { info, warn } from "../../src/bin/support/terminal";
import { takeRunLock } from "../dev/run-lock";
import { type BenchRedis, startRedis } from "../services/redis";
import { type BenchDatabase, type Cluster, fill, makeDatabase, startCluster } from "./database";
import type { BenchOptions } from "./options";
import type { Contender } from "./rounds";
import { type Sampled, sample } from "./sample";
import { pageDirectory, type Target } from "./targets";
import type { Workload } from "./workloads";

/** What every kind of run needs: a build, a Postgres and a Redis that nobody else uses. */
export interface Stage {
  cluster: Cluster;
  redis: BenchRedis;
}

export async function setStage({ build }: BenchOptions, withPage: boolean): Promise<Stage> {
  ensureDataDirectory();
  // A server of this clone that runs beside would be measured too, and its build replaced.
  const lock = await takeRunLock("bench");
  atShutdown("run lock", lock.release);
  const redis = await startRedis();
  if (redis.pid === undefined)
    warn(
      "there is no redis-server on this machine: the Redis inside the server is measured, which costs it time",
    );
  if (build || !existsSync(bundledServer)) await buildProgram();
  if (withPage && (build || !existsSync(path.join(root, pageDirectory, ".next/BUILD_ID"))))
    await buildNext(pageDirectory);
  return { cluster: await startCluster(), redis };
}

/** A database with its organisations, ready to be asked. */
export interface Filled {
  database: BenchDatabase;
  sample: Sampled[];
}

export async function makeFilled(cluster: Cluster, name: string, articles: number): Promise<Filled> {
  const database = await makeDatabase(cluster, name);
  const tenants = await fill(database, { articles, tenants: Math.max(1, Math.min(1_000, articles / 100)) });
  return { database, sample: await sample(database, tenants) };
}

/** The servers of `targets` that take part in a workload, its reference first. */
export function contendersOf(
  workload: Workload,
  targets: Target[],
  sampled: Sampled[],
  { cluster, redis }: Stage,
): Contender[] {
  const among = (service: Target["services"][number]) =>
    targets
      .filter(({ services }) => services.includes(service))
      .map(({ name, url, pid }) => ({
        name,
        url,
        requests: workload.requests(sampled, service),
        parts: { server: pid, postgres: cluster.pid, redis: redis.pid },
      }));
  return [...among(workload.reference), ...among(workload.service)];
}

export function announce(workload: Workload): void {
  info(`${workload.id} ${workload.title}`);
}
