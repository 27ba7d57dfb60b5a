import { randomUUID } from "node:crypto";
import type { TenantId } from "@/db/tenant";
import { FairEntries } from "./fair-entries";
import { logger } from "./logger";
import { type Redis, redis } from "./redis";
import { shared } from "./shared";

/** Entries live this long at most, in milliseconds. It bounds what a process that dies between commit and invalidation leaves. */
const lifetimeMs = 60_000;

/** How long after a failure an invalidation is tried again, in milliseconds. */
const retryAfterMs = 500;

/** Generations must outlive every entry made under them. */
const generationLifetimeMs = 24 * 3_600_000;

/** Bytes of all entries of all tenants. As objects, values take some three times what they do as JSON. */
const sizeMax = 20 * 1024 * 1024;

function sizeAsJson(value: unknown): number {
  return 3 * JSON.stringify(value ?? null).length;
}

/** The generations of a tenant's tags, asked for before anybody reads. */
export interface Foreseen {
  readonly tenantId: TenantId;
  readonly tags: string;
  readonly generations: Promise<string[] | undefined>;
}

interface ReadOptions<T> {
  /** Bytes that a value takes. */
  sizeOf?: (value: T) => number;
  /** False for a value that is only for those who wait for it now. */
  isKept?: (value: T) => boolean;
  /** What was foreseen in the same request, and no earlier: what others changed before it must not be read as it was. */
  foreseen?: Foreseen | undefined;
}

/**
 * Caches a tenant's published reads in this process, correct across processes.
 *
 * Each tag of a tenant (`articles`, say) has a generation in Redis, a random word. An entry's key holds the tenant and
 * the generations of its tags as they were *before* its value was read, and a write replaces the word after its commit.
 * So an entry that was read before the commit is never found after it, whichever process wrote: no message has to
 * arrive in time, and a slow reader can't put an old value back. The price is one Redis round trip for a cached read.
 * Loads of the same entry at the same time are one load. While Redis is away everything is read from Postgres; a write in
 * that time counts for cached reads half a second after Redis is back, or 60 s after it where its process has ended.
 */
export class TenantCache {
  readonly #entries = new FairEntries<TenantId>({ sizeMax, lifetimeMs });
  readonly #loading = new Map<string, Promise<unknown>>();

  constructor(private readonly redis: Redis) {}

  /** Begins a read whose name isn't known yet, so that its question travels to Redis with others. Never throws. */
  foresee(tenantId: TenantId, tags: string[]): Foreseen {
    return { tenantId, tags: tags.join(), generations: this.#generations(tenantId, tags) };
  }

  /** The value of `name` in the tenant's cache, or what `load` answers. Errors of `load` are passed on, not kept. */
  async read<T>(
    tenantId: TenantId,
    tags: string[],
    name: string,
    load: () => Promise<T>,
    { sizeOf = sizeAsJson, isKept = () => true, foreseen }: ReadOptions<T> = {},
  ): Promise<T> {
    const isForeseen = foreseen?.tenantId === tenantId && foreseen.tags === tags.join();
    const generations = await (isForeseen ? foreseen.generations : this.#generations(tenantId, tags));
    if (!generations) return load();
    const key = `${tenantId}:${generations.join(".")}:${name}`;
    const found = this.#entries.get(tenantId, key);
    if (found) return found.value as T;
    const keep = (value: T) => {
      if (isKept(value)) this.#entries.set(tenantId, key, value, sizeOf(value));
    };
    return (this.#loading.get(key) ?? this.#load(key, load, keep)) as Promise<T>;
  }

  /** Forgets whatever carries one of the tags. To be called after the commit. */
  async invalidate(tenantId: TenantId, tags: string[]): Promise<void> {
    try {
      await this.#renew(tenantId, tags);
    } catch (error) {
      logger().warn({ error, tenantId, tags }, "the cache could not be invalidated; it is tried again");
      this.#renewLater(tenantId, tags, Date.now() + lifetimeMs);
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

  async #generations(tenantId: TenantId, tags: string[]): Promise<string[] | undefined> {
    try {
      const found = await this.redis.getMany(tags.map((tag) => generationKey(tenantId, tag)));
      return await Promise.all(
        tags.map((tag, index) => {
          const options = { expireMs: generationLifetimeMs };
          return found[index] ?? this.redis.setIfAbsent(generationKey(tenantId, tag), randomUUID(), options);
        }),
      );
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
  return shared("cache", () => new TenantCache(redis()));
}
