import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TenantCache } from "@/server/platform/cache";
import { createLogger } from "@/server/platform/logger";
import { processSingleton } from "@/server/platform/process-singleton";
import type { Redis } from "@/server/platform/redis";
import { report } from "../support/report";
import { brokenCaches } from "./broken-caches";
import { type CacheLike, CacheWorld } from "./cache-world";
import { brokenKeyCaches, KeyProcess } from "./key-world";

/** `npm run test:soak` takes 100,000, and another seed. */
const interleavings = Number(process.env.SOAK_INTERLEAVINGS ?? 1_000);
const seed = Number(process.env.SOAK_SEED ?? Date.now() % 1_000_000);

beforeEach(() => {
  processSingleton("logger", () =>
    createLogger("silent", { out: new PassThrough(), error: new PassThrough() }),
  );
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const sizeMax = 1024 * 1024;

type MakeCaches = (redis: Redis) => readonly [CacheLike, CacheLike];

/** Those of the program, made once: each takes a while. They ask the Redis of the world that runs. */
function programs(make: (redis: Redis) => CacheLike): MakeCaches {
  let current: Redis | undefined;
  const redis = new Proxy({} as Redis, { get: (_, name: keyof Redis) => current?.[name] });
  const caches = [make(redis), make(redis)] as const;
  return (worlds) => {
    current = worlds;
    return caches;
  };
}

async function run(count: number, makeCaches: MakeCaches) {
  const faults: string[] = [];
  let [reads, loads] = [0, 0];
  for (let index = 0; index < count; index++) {
    const world = new CacheWorld(`${seed}.${index}`);
    await world.run(makeCaches(world.redis));
    reads += world.reads;
    loads += world.loads;
    faults.push(...world.faults.map((fault) => `interleaving ${index}: ${fault}`));
  }
  return { faults, reads, loads };
}

/** Both processes are wrong in the same way. */
function twice(make: () => (redis: Redis) => CacheLike): MakeCaches {
  return (redis) => {
    const makeOne = make();
    return [makeOne(redis), makeOne(redis)];
  };
}

describe.each([
  {
    what: "caches of what staff and the public read",
    make: (redis: Redis): CacheLike => new TenantCache(redis, sizeMax),
    wrong: brokenCaches,
  },
  {
    what: "caches of keys",
    make: (redis: Redis): CacheLike => new KeyProcess(redis),
    wrong: brokenKeyCaches,
  },
])("two processes' $what", ({ what, make, wrong }) => {
  it(
    "never answer what wasn't there for the reader since the last write that was known, however their steps interleave",
    async () => {
      const { faults, reads, loads } = await run(interleavings, programs(make));
      report(
        `${what}: ${interleavings} interleavings, ${reads} reads (${reads - loads} cached), ${faults.length} wrong, seed ${seed}`,
      );
      expect(faults).toEqual([]);
      expect(loads).toBeLessThan(reads);
    },
    24 * 3_600_000,
  );

  it.each(Object.entries(wrong))("are found out where one %s", async (_fault, makeWrong) => {
    expect((await run(300, twice(makeWrong))).faults).not.toEqual([]);
  });
});
