import { randomUUID } from "node:crypto";
import type { TenantId } from "@/db/tenant";
import { logger } from "./logger";
import { processSingleton } from "./process-singleton";
import { type Redis, redis } from "./redis";

/**
 * What is kept of a tenant's articles, by who reads them. A change that visitors see replaces both generations; one that they
 * don't, such as a draft that is being written, leaves what they read as it is.
 */
export const articlesTag = { staff: "articles", public: "published" } as const;

/** What the tenant's API keys stand for. */
export const credentialsTag = "credentials";

/** Asked with a request's first write to Redis, so that neither who asks nor a cached read costs another round trip. */
export const tagsOfRequests = [credentialsTag, ...Object.values(articlesTag)] as const;

/** Nothing that is kept under a generation lives longer, in milliseconds. It bounds what a process leaves that dies before it has replaced one. */
export const cacheLifetimeMaxMs = 60_000;

/** Generations must outlive every entry made under them, in milliseconds. */
const generationLifetimeMs = 24 * 3_600_000;

/** How long after a failure a replacement is tried again, in milliseconds. */
const retryAfterMs = 500;

/** Generations of one tenant, as Redis answered them in the request that they are used for. */
export interface Generations {
  readonly tenantId: TenantId;
  readonly byTag: ReadonlyMap<string, string>;
}

/**
 * Generations in Redis: a random word for each tag of a tenant. What is read from Postgres is kept along with the words as
 * they were *before* it was read, and counts while they are the same; a change replaces the word after its commit and
 * before it answers. So what was read before a commit is never used after its answer, in whichever process.
 */
export class GenerationStore {
  constructor(private readonly redis: Redis) {}

  /** In one round trip; null if Redis doesn't answer, and then nothing that is kept counts. Never throws. */
  async ask(tenantId: TenantId, tags: readonly string[]): Promise<Generations | null> {
    try {
      const found = await this.redis.getMany(tags.map((tag) => keyOf(tenantId, tag)));
      const words = await Promise.all(
        tags.map((tag, index) => {
          const options = { expireMs: generationLifetimeMs };
          return found[index] ?? this.redis.setIfAbsent(keyOf(tenantId, tag), randomUUID(), options);
        }),
      );
      return { tenantId, byTag: new Map(tags.map((tag, index) => [tag, words[index] ?? ""])) };
    } catch {
      return null; // the limiter, asked on every request, has already reported it
    }
  }

  /** Ends what is kept under these tags. To be called after the commit. Never throws: what fails is tried again. */
  async replace(tenantId: TenantId, tags: readonly string[]): Promise<void> {
    try {
      await this.#set(tenantId, tags);
    } catch (error) {
      logger().warn({ error, tenantId, tags }, "a cache could not be invalidated; it is tried again");
      this.#setLater(tenantId, tags, Date.now() + cacheLifetimeMaxMs);
    }
  }

  async #set(tenantId: TenantId, tags: readonly string[]): Promise<void> {
    const options = { expireMs: generationLifetimeMs };
    await Promise.all(tags.map((tag) => this.redis.set(keyOf(tenantId, tag), randomUUID(), options)));
  }

  /** While Redis is away nobody uses what is kept; this is for the moment when it is back. */
  #setLater(tenantId: TenantId, tags: readonly string[], until: number): void {
    if (Date.now() > until) return; // by now all that was kept has ended by its age
    const retry = () => this.#set(tenantId, tags).catch(() => this.#setLater(tenantId, tags, until));
    setTimeout(retry, retryAfterMs).unref();
  }
}

/** Braces keep the tags of one tenant, which are asked for together, in one slot of a Redis cluster. */
function keyOf(tenantId: TenantId, tag: string): string {
  return `cache:{${tenantId}}:${tag}`;
}

/** The generations of this process' Redis. */
export function generations(): GenerationStore {
  return processSingleton("generations", () => new GenerationStore(redis()));
}
