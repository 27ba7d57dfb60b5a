import { AsyncLocalStorage } from "node:async_hooks";
import type { TenantId } from "@/db/tenant";
import { KeyCache } from "@/server/auth/key-cache";
import { TenantCache } from "@/server/platform/cache";
import { GenerationStore } from "@/server/platform/generations";
import { processSingleton } from "@/server/platform/process-singleton";
import { openRedis, type Redis } from "@/server/platform/redis";

interface Process {
  cache: TenantCache;
  keys: KeyCache;
}

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
  readonly #processes: [Process, Process];

  constructor() {
    const redis = this.#switched();
    const sizeMax = 16 * 1024 * 1024;
    const make = (): Process => ({ cache: new TenantCache(redis, sizeMax), keys: new KeyCache() });
    this.#processes = [make(), make()];
    const store = new GenerationStore(redis);
    const replace = async (tenantId: TenantId, tags: readonly string[]) => {
      if (this.tells) await store.replace(tenantId, tags);
    };
    processSingleton("generations", () => ({
      ask: (...args: Parameters<GenerationStore["ask"]>) => store.ask(...args),
      replace,
    }));
    processSingleton("cache", () => ({
      read: (...args: Parameters<TenantCache["read"]>) => this.#here().cache.read(...args),
      invalidate: replace,
    }));
    processSingleton("keys", () => ({
      tenantOf: (...args: Parameters<KeyCache["tenantOf"]>) => this.#here().keys.tenantOf(...args),
      resolve: (...args: Parameters<KeyCache["resolve"]>) => this.#here().keys.resolve(...args),
    }));
  }

  inProcess<T>(index: number, work: () => Promise<T>): Promise<T> {
    return this.#current.run(index, work);
  }

  setAway(away: boolean): void {
    if (away !== this.away) this.changes++;
    this.away = away;
  }

  #here(): Process {
    const index = this.#current.getStore();
    if (index === undefined) throw new Error("whose cache? use inProcess");
    return this.#processes[index === 0 ? 0 : 1];
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
