import { type Foreseen, TenantCache } from "@/server/platform/cache";
import type { Redis } from "@/server/platform/redis";
import type { CacheLike } from "./cache-world";

const generation = async (redis: Redis, tenantId: string) =>
  redis.setIfAbsent(tenantId, "first", { expireMs: 1_000 }).catch(() => undefined);

let serial = 0;
const renew = (redis: Redis, tenantId: string) =>
  redis.set(tenantId, `${++serial}`, { expireMs: 1_000 }).catch(() => undefined);

/** Caches with a fault each, to see that the test would find it. Each world makes two, in this process. */
export const wrongCaches: Record<string, () => (redis: Redis) => CacheLike> = {
  "forgets by messages, and then keeps what a slow reader brings": () => {
    const all: Map<string, unknown>[] = [];
    return (redis) => {
      const entries = new Map<string, unknown>();
      all.push(entries);
      return {
        read: async (_tenantId, _tags, name, load) => {
          if (!entries.has(name)) entries.set(name, await load());
          return entries.get(name) as never;
        },
        invalidate: async (tenantId) => {
          for (const one of all) one.clear();
          await renew(redis, tenantId);
        },
      };
    };
  },
  "asks for the generation after it has read": () => (redis) => {
    const entries = new Map<string, unknown>();
    return {
      read: async (tenantId, _tags, name, load) => {
        const before = `${await generation(redis, tenantId)}:${name}`;
        if (entries.has(before)) return entries.get(before) as never;
        const value = await load();
        entries.set(`${await generation(redis, tenantId)}:${name}`, value);
        return value;
      },
      invalidate: async (tenantId) => void (await renew(redis, tenantId)),
    };
  },
  "begins a read with what was foreseen for an earlier one": () => (redis) => {
    const cache = new TenantCache(redis);
    let first: Foreseen | undefined;
    return {
      read: (tenantId, tags, name, load) => {
        first ??= cache.foresee(tenantId, tags);
        return cache.read(tenantId, tags, name, load, { foreseen: first });
      },
      invalidate: (tenantId, tags) => cache.invalidate(tenantId, tags),
    };
  },
  "goes on with what it has while Redis is away": () => (redis) => {
    const entries = new Map<string, unknown>();
    let last = "";
    return {
      read: async (tenantId, _tags, name, load) => {
        last = (await generation(redis, tenantId)) ?? last;
        const key = `${last}:${name}`;
        if (!entries.has(key)) entries.set(key, await load());
        return entries.get(key) as never;
      },
      invalidate: async (tenantId) => void (await renew(redis, tenantId)),
    };
  },
};
