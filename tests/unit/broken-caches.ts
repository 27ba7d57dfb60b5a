import { TenantCache } from "@/server/platform/cache";
import { GenerationStore, type Generations } from "@/server/platform/generations";
import type { Redis } from "@/server/platform/redis";
import type { CacheLike } from "./cache-world";

const generation = async (redis: Redis, tag: string) =>
  redis.setIfAbsent(tag, "first", { expireMs: 1_000 }).catch(() => undefined);

let serial = 0;
const renew = (redis: Redis, tags: string[]) =>
  Promise.all(
    tags.map((tag) => redis.set(tag, `${++serial}`, { expireMs: 1_000 }).catch(() => undefined)),
  ).then(() => undefined);

const sizeMax = 1024 * 1024;

/** Caches with a fault each, to see that the test would find it. Each world makes two, in this process. */
export const brokenCaches: Record<string, () => (redis: Redis) => CacheLike> = {
  "forgets by messages, and then keeps what a slow reader brings": () => {
    const all: Map<string, unknown>[] = [];
    return (redis) => {
      const entries = new Map<string, unknown>();
      all.push(entries);
      return {
        read: async (_tenantId, tag, _name, load) => {
          if (!entries.has(tag)) entries.set(tag, await load());
          return entries.get(tag) as never;
        },
        invalidate: async (_tenantId, tags) => {
          for (const one of all) for (const tag of tags) one.delete(tag);
          await renew(redis, tags);
        },
      };
    };
  },
  "asks for the generation after it has read": () => (redis) => {
    const entries = new Map<string, unknown>();
    return {
      read: async (_tenantId, tag, _name, load) => {
        const before = `${await generation(redis, tag)}:${tag}`;
        if (entries.has(before)) return entries.get(before) as never;
        const value = await load();
        entries.set(`${await generation(redis, tag)}:${tag}`, value);
        return value;
      },
      invalidate: (_tenantId, tags) => renew(redis, tags),
    };
  },
  "begins a read with what was asked for an earlier one": () => (redis) => {
    const cache = new TenantCache(redis, sizeMax);
    let first: Generations | null = null;
    return {
      read: async (tenantId, tag, name, load) => {
        first ??= await new GenerationStore(redis).ask(tenantId, ["staff", "public"]);
        return cache.read(tenantId, tag, name, load, { generations: first });
      },
      invalidate: (tenantId, tags) => cache.invalidate(tenantId, tags),
    };
  },
  "goes on with what it has while Redis is away": () => (redis) => {
    const entries = new Map<string, unknown>();
    let last = "";
    return {
      read: async (_tenantId, tag, _name, load) => {
        last = (await generation(redis, tag)) ?? last;
        const key = `${last}:${tag}`;
        if (!entries.has(key)) entries.set(key, await load());
        return entries.get(key) as never;
      },
      invalidate: (_tenantId, tags) => renew(redis, tags),
    };
  },
  "tells of a change before its commit": () => (redis) => {
    const cache = new TenantCache(redis, sizeMax);
    return {
      read: (...args) => cache.read(...args),
      invalidate: (...args) => cache.invalidate(...args),
      tellsFirst: true,
    };
  },
  "tells nobody but the one audience": () => (redis) => {
    const cache = new TenantCache(redis, sizeMax);
    return {
      read: (...args) => cache.read(...args),
      invalidate: (tenantId, tags) =>
        cache.invalidate(
          tenantId,
          tags.filter((tag) => tag === "staff"),
        ),
    };
  },
};
