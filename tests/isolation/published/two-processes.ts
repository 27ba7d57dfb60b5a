import { AsyncLocalStorage } from "node:async_hooks";
import type { TenantId } from "@/db/tenant";
import { TenantCache } from "@/server/platform/cache";
import { openRedis, type Redis } from "@/server/platform/redis";
import { shared } from "@/server/platform/shared";

/**
 * The caches of two processes in one, over one Redis that can be taken away: what runs inside `inProcess` uses the cache
 * of that process. To be made before anything is cached.
 */
export class TwoProcesses {
  /** Counts each time that Redis went or came back. */
  changes = 0;
  away = false;
  /** False: writes tell the caches nothing, to see that it would be found out. */
  tells = true;
  readonly #current = new AsyncLocalStorage<number>();
  readonly #redis = openRedis({ kind: "memory" });
  readonly #caches: [TenantCache, TenantCache];

  constructor() {
    const redis = this.#switched();
    const sizeMax = 16 * 1024 * 1024;
    this.#caches = [new TenantCache(redis, sizeMax), new TenantCache(redis, sizeMax)];
    shared("cache", () => ({
      read: (...args: Parameters<TenantCache["read"]>) => this.#cache().read(...args),
      invalidate: async (tenantId: TenantId, tags: string[]) => {
        if (this.tells) await this.#cache().invalidate(tenantId, tags);
      },
    }));
  }

  inProcess<T>(index: number, work: () => Promise<T>): Promise<T> {
    return this.#current.run(index, work);
  }

  setAway(away: boolean): void {
    if (away !== this.away) this.changes++;
    this.away = away;
  }

  #cache(): TenantCache {
    const index = this.#current.getStore();
    if (index === undefined) throw new Error("whose cache? use inProcess");
    return this.#caches[index === 0 ? 0 : 1];
  }

  #switched(): Redis {
    const unlessAway = async <T>(work: () => Promise<T>): Promise<T> => {
      if (this.away) throw new Error("Redis is away");
      const answer = await work();
      if (this.away) throw new Error("Redis is away");
      return answer;
    };
    const redis = this.#redis;
    return {
      ...redis,
      getMany: (keys) => unlessAway(() => redis.getMany(keys)),
      set: (key, value, options) => unlessAway(() => redis.set(key, value, options)),
      setIfAbsent: (key, value, options) => unlessAway(() => redis.setIfAbsent(key, value, options)),
    };
  }
}
