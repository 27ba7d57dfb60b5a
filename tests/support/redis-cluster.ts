import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Redis } from "ioredis";
import { vi } from "vitest";
import { startRedis } from "../../scripts/services/redis";
import { freePort } from "../../src/bin/support/ports";

export interface RedisCluster {
  /** A client of each member by itself. */
  members: Redis[];
  urls: string[];
  stop(): Promise<void>;
}

const slots = 16_384;

/** Starts a cluster of `size` servers without replicas. Undefined where this machine has no redis-server. */
export async function startRedisCluster(size: number): Promise<RedisCluster | undefined> {
  const directories = Array.from({ length: size }, () => mkdtempSync(path.join(tmpdir(), "masthead-redis-")));
  const buses = await Promise.all(directories.map(() => freePort()));
  const started = await Promise.all(
    directories.map((directory, index) => {
      const bus = ["--cluster-port", String(buses[index])];
      return startRedis(["--cluster-enabled", "yes", "--dir", directory, ...bus]);
    }),
  );
  const members: Redis[] = [];
  const stop = async () => {
    for (const member of members) member.disconnect();
    for (const one of started) await one.stop();
    for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  };
  if (started.some(({ pid }) => pid === undefined)) return void (await stop());
  // A test may end a member; its client then has nothing to say.
  members.push(
    ...started.map(({ url }) => new Redis(url, { retryStrategy: () => null }).on("error", () => undefined)),
  );
  await join(
    members,
    started.map(({ url }) => Number(new URL(url).port)),
    buses,
  );
  return { members, urls: started.map(({ url }) => url), stop };
}

async function join(members: Redis[], ports: number[], buses: number[]): Promise<void> {
  const each = slots / members.length;
  for (const [index, member] of members.entries()) {
    await member.cluster("ADDSLOTSRANGE", Math.ceil(index * each), Math.ceil((index + 1) * each) - 1);
    await member.call("CLUSTER", "SET-CONFIG-EPOCH", index + 1);
    if (index > 0) await member.call("CLUSTER", "MEET", "127.0.0.1", String(ports[0]), String(buses[0]));
  }
  await vi.waitFor(
    async () => {
      for (const member of members) {
        const info = await member.cluster("INFO");
        if (!info.includes("cluster_state:ok") || !info.includes(`cluster_known_nodes:${members.length}`))
          throw new Error(`the Redis cluster is not complete: ${info}`);
      }
    },
    { timeout: 30_000, interval: 100 },
  );
}
