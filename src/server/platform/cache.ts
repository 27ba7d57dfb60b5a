import type { TenantId } from "@/db/tenant";
import { config } from "./config";
import { FairLru } from "./fair-lru";
import { cacheLifetimeMaxMs, GenerationStore, type Generations } from "./generations";
import { processSingleton } from "./process-singleton";
import { type Redis, redis } from "./redis";

/** Of objects, which take some three times in the heap what they do as JSON. */
function sizeAsJson(value: unknown): number {
  return 3 * JSON.stringify(value ?? null).length;
}

interface ReadOptions<T> {
  /** Bytes that a value takes. */
  sizeOf?: (value: T) => number;
  /** False for a value that is only for those who wait for it now. */
  isKept?: (value: T) => boolean;
  /** As Redis answered them in this very request, if it was asked already; null: it was asked in vain. */
  generations?: Generations | null | undefined;
}

interface Entry {
  generation: string;
  value: unknown;
}

/**
 * Caches a tenant's reads in this process, correct across processes.
 *
 * An entry holds its tag's generation as it was *before* the value was read, and a write replaces that after its commit; see
 * `GenerationStore`. So an entry that was read before the commit is never used after it, whichever process wrote: no message
 * has to arrive in time, and a slow reader can't put an old value back. The price is one Redis round trip for a cached read.
 * Loads of the same entry at the same time are one load. While Redis is away everything is read from Postgres; a write in that
 * time counts for cached reads half a second after Redis is back, or when entries have reached their lifetime where its
 * process has ended.
 */
export class TenantCache {
  readonly #entries: FairLru<TenantId, Entry>;
  readonly #loading = new Map<string, Promise<unknown>>();
  readonly #generations: GenerationStore;

  /** `sizeMax`: bytes of all entries of all tenants; 0: nothing is cached. */
  constructor(
    redis: Redis,
    private readonly sizeMax: number,
  ) {
    this.#generations = new GenerationStore(redis);
    this.#entries = new FairLru({ sizeMax, lifetimeMs: cacheLifetimeMaxMs });
  }

  /** The value of `name` among what carries `tag`, or what `load` answers. Errors of `load` are passed on, not kept. */
  async read<T>(
    tenantId: TenantId,
    tag: string,
    name: string,
    load: () => Promise<T>,
    { sizeOf = sizeAsJson, isKept = () => true, generations }: ReadOptions<T> = {},
  ): Promise<T> {
    if (this.sizeMax === 0) return load();
    const generation = await this.#generationOf(tenantId, tag, generations);
    if (generation === undefined) return load();
    const key = `${tag}:${name}`;
    const found = this.#entries.get(tenantId, key);
    if (found?.generation === generation) return found.value as T;
    const keep = (value: T) => {
      if (isKept(value)) this.#entries.set(tenantId, key, { generation, value }, sizeOf(value));
    };
    const loading = `${tenantId}:${generation}:${key}`;
    return (this.#loading.get(loading) ?? this.#load(loading, load, keep)) as Promise<T>;
  }

  /** Forgets whatever carries one of the tags. To be called after the commit. */
  invalidate(tenantId: TenantId, tags: readonly string[]): Promise<void> {
    return this.#generations.replace(tenantId, tags);
  }

  async #generationOf(
    tenantId: TenantId,
    tag: string,
    asked: Generations | null | undefined,
  ): Promise<string | undefined> {
    if (asked === null) return undefined;
    const known = asked?.tenantId === tenantId ? asked.byTag.get(tag) : undefined;
    return known ?? (await this.#generations.ask(tenantId, [tag]))?.byTag.get(tag);
  }

  #load<T>(key: string, load: () => Promise<T>, keep: (value: T) => void): Promise<T> {
    const loading = load()
      .then((value) => {
        keep(value);
        return value;
      })
      .finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    return loading;
  }
}

/** The cache of this process. */
export function cache(): TenantCache {
  return processSingleton("cache", () => new TenantCache(redis(), config().cacheBytesMax));
}
