import { randomUUID } from "node:crypto";
import type { TenantId } from "@/db/tenant";
import { config } from "./config";
import { FairEntries } from "./fair-entries";
import { logger } from "./logger";
import { type Redis, redis } from "./redis";
import { shared } from "./shared";

/** Entries live this long at most, in milliseconds. It bounds what a process that dies between commit and invalidation leaves. */
export const cacheLifetimeMs = 10_000;

/** How long after a failure an invalidation is tried again, in milliseconds. */
const retryAfterMs = 500;

/** Generations must outlive every entry made under them. */
const generationLifetimeMs = 24 * 3_600_000;

/** Of objects, which take some three times in the heap what they do as JSON. */
function sizeAsJson(value: unknown): number {
  return 3 * JSON.stringify(value ?? null).length;
}

/** The generations of some of a tenant's tags, asked for before anybody reads. */
export interface Generations {
  readonly tenantId: TenantId;
  /** Undefined where Redis didn't tell. */
  readonly byTag: Promise<ReadonlyMap<string, string> | undefined>;
}

interface ReadOptions<T> {
  /** Bytes that a value takes. */
  sizeOf?: (value: T) => number;
  /** False for a value that is only for those who wait for it now. */
  isKept?: (value: T) => boolean;
  /** What was asked in the same request, and no earlier: what others changed before it must not be read as it was. */
  generations?: Generations | undefined;
}

interface Entry {
  generation: string;
  value: unknown;
}

/**
 * Caches a tenant's reads in this process, correct across processes.
 *
 * Each tag of a tenant (`published`, say) has a generation in Redis, a random word. An entry holds its tag's generation as
 * it was *before* the value was read, and a write replaces the word after its commit. So an entry that was read before the
 * commit is never used after it, whichever process wrote: no message has to arrive in time, and a slow reader can't put an
 * old value back. The price is one Redis round trip for a cached read. Loads of the same entry at the same time are one load.
 * While Redis is away everything is read from Postgres; a write in that time counts for cached reads half a second after
 * Redis is back, or when entries have reached their lifetime where its process has ended.
 */
export class TenantCache {
  readonly #entries: FairEntries<TenantId, Entry>;
  readonly #loading = new Map<string, Promise<unknown>>();

  /** `sizeMax`: bytes of all entries of all tenants; 0: nothing is cached, and Redis isn't asked. */
  constructor(
    private readonly redis: Redis,
    private readonly sizeMax: number,
  ) {
    this.#entries = new FairEntries({ sizeMax, lifetimeMs: cacheLifetimeMs });
  }

  /** Asks for generations before it is known what is read, so that the question travels to Redis with others. Never throws. */
  generations(tenantId: TenantId, tags: string[]): Generations {
    return { tenantId, byTag: this.sizeMax === 0 ? Promise.resolve(undefined) : this.#ask(tenantId, tags) };
  }

  /** The value of `name` among what carries `tag`, or what `load` answers. Errors of `load` are passed on, not kept. */
  async read<T>(
    tenantId: TenantId,
    tag: string,
    name: string,
    load: () => Promise<T>,
    { sizeOf = sizeAsJson, isKept = () => true, generations }: ReadOptions<T> = {},
  ): Promise<T> {
    const asked = generations?.tenantId === tenantId ? (await generations.byTag)?.get(tag) : undefined;
    const generation = asked ?? (await this.generations(tenantId, [tag]).byTag)?.get(tag);
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
  async invalidate(tenantId: TenantId, tags: string[]): Promise<void> {
    try {
      await this.#renew(tenantId, tags);
    } catch (error) {
      logger().warn({ error, tenantId, tags }, "the cache could not be invalidated; it is tried again");
      this.#renewLater(tenantId, tags, Date.now() + cacheLifetimeMs);
    }
  }

  async #renew(tenantId: TenantId, tags: string[]): Promise<void> {
    const options = { expireMs: generationLifetimeMs };
    await Promise.all(tags.map((tag) => this.redis.set(generationKey(tenantId, tag), randomUUID(), options)));
  }

  /** While Redis is away nobody uses what is cached; this is for the moment when it is back. */
  #renewLater(tenantId: TenantId, tags: string[], until: number): void {
    if (Date.now() > until) return; // by now all entries have ended by their age
    const retry = () => this.#renew(tenantId, tags).catch(() => this.#renewLater(tenantId, tags, until));
    setTimeout(retry, retryAfterMs).unref();
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

  async #ask(tenantId: TenantId, tags: string[]): Promise<ReadonlyMap<string, string> | undefined> {
    const keys = tags.map((tag) => generationKey(tenantId, tag));
    try {
      const found = await this.redis.getMany(keys);
      const words = await Promise.all(
        keys.map((key, index) => {
          const options = { expireMs: generationLifetimeMs };
          return found[index] ?? this.redis.setIfAbsent(key, randomUUID(), options);
        }),
      );
      return new Map(words.map((word, index) => [tags[index] ?? "", word]));
    } catch {
      return undefined; // the limiter, asked first on every request, has already reported it
    }
  }
}

/** Braces keep the tags of one tenant, which are asked for together, in one slot of a Redis cluster. */
function generationKey(tenantId: TenantId, tag: string): string {
  return `cache:{${tenantId}}:${tag}`;
}

/** The cache of this process. */
export function cache(): TenantCache {
  return shared("cache", () => new TenantCache(redis(), config().cacheBytesMax));
}
