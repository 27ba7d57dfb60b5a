import { afterAll, beforeAll, expect, it } from "vitest";
import { RateLimiter } from "@/server/limits/rate-limiter";
import { openRedis, type Redis } from "@/server/platform/redis";
import { startProgram } from "../support/program";
import { type RedisCluster, startRedisCluster } from "../support/redis-cluster";
import { report } from "../support/report";
import { waitForMinute } from "../support/wait-for-minute";

/** Limits and cached words on a Redis of two members, each with half of the keys. */
startProgram();
let cluster: RedisCluster | undefined;
let redis: Redis;

beforeAll(async () => {
  cluster = await startRedisCluster(2);
  if (cluster) redis = openRedis({ kind: "tcp", url: cluster.urls[0] ?? "", cluster: true });
});
afterAll(async () => {
  await redis?.close();
  await cluster?.stop();
});

function missing(): boolean {
  if (!cluster) report("Redis cluster: not run, as there is no redis-server here");
  return !cluster;
}

it("counts for everybody together, on whichever member a key is", async () => {
  if (missing()) return;
  await waitForMinute(10_000);
  const policy = { name: "cluster", max: 5, windowSeconds: 60, localMax: 1_000 };
  const limiters = [new RateLimiter(redis), new RateLimiter(redis)];
  const allowed = await Promise.all(
    Array.from({ length: 20 }, async (_, who) => {
      const states = await Promise.all(
        Array.from({ length: 12 }, (_each, turn) => limiters[turn % 2]?.take(policy, `client ${who}`)),
      );
      return states.filter((state) => state?.allowed).length;
    }),
  );
  expect(allowed).toEqual(Array(20).fill(5));
  expect(limiters.map(({ degraded }) => degraded)).toEqual([false, false]);
  for (const member of cluster?.members ?? []) expect(await member.dbsize()).toBeGreaterThan(0);
});

it("serves the cache's commands", async () => {
  if (missing()) return;
  expect(await redis.setIfAbsent("cache:{one}:a", "1", { expireMs: 5_000 })).toBe("1");
  await redis.set("cache:{one}:b", "2", { expireMs: 5_000 });
  expect(await redis.getMany(["cache:{one}:a", "cache:{one}:b", "cache:{one}:c"])).toEqual(["1", "2", null]);
  await redis.ping();
});

it("doesn't keep anybody waiting when a member is gone", async () => {
  if (missing()) return;
  await cluster?.members[1]?.shutdown("NOSAVE").catch(() => undefined);
  const limiter = new RateLimiter(redis);
  const policy = { name: "gone", max: 5, windowSeconds: 60, localMax: 3 };
  const states = await Promise.all(
    Array.from({ length: 20 }, (_, who) => limiter.take(policy, `client ${who}`)),
  );
  expect(states.every(({ allowed }) => allowed)).toBe(true);
  expect(limiter.degraded).toBe(true);
});
