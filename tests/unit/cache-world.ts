import { vi } from "vitest";
import type { TenantId } from "@/db/tenant";
import type { Foreseen } from "@/server/platform/cache";
import type { Redis } from "@/server/platform/redis";
import { Random } from "../../scripts/bench/seed/random";

/** What is tried: `TenantCache`, or one that is wrong on purpose. */
export interface CacheLike {
  foresee?(tenantId: TenantId, tags: string[]): Foreseen;
  read<T>(
    tenantId: TenantId,
    tags: string[],
    name: string,
    load: () => Promise<T>,
    options?: { foreseen?: Foreseen | undefined },
  ): Promise<T>;
  invalidate(tenantId: TenantId, tags: string[]): Promise<void>;
}

type Status = "draft" | "published" | "archived" | "deleted";
const statuses: Status[] = ["draft", "published", "archived", "deleted"];

/** What the public may see of one article from a commit on: a text that no other state has, or nothing. */
interface Committed {
  view: string | null;
  at: number;
}

/** An entry's age at which it ends, in milliseconds: see `TenantCache`. */
const lifetimeMs = 60_000;
const tags = ["articles"];

/**
 * One article that two processes write and read through a cache each, with one Redis that goes away and comes back.
 * Whoever takes part waits before each step until it is let on, one at a time, in an order drawn from the seed; so a seed
 * is an interleaving. Time is faked. `faults` says which reads answered what they must not:
 * anything but what was public at some moment between the last write that Redis knew of before the read began (or the
 * last that was made a lifetime before) and the read's end.
 */
export class CacheWorld {
  readonly faults: string[] = [];
  reads = 0;
  loads = 0;
  readonly redis: Redis;
  readonly #random: Random;
  readonly #tenantId: TenantId;
  readonly #commits: Committed[] = [{ view: null, at: Date.now() }];
  readonly #waiting: (() => void)[] = [];
  #active = 0;
  #away = false;
  #loading = 0;
  /** The last commit before Redis was last told. */
  #known = 0;

  constructor(seed: string) {
    this.#random = new Random(seed);
    this.#tenantId = this.#random.uuid(new Date()) as TenantId;
    this.redis = this.#makeRedis();
  }

  /** Takes all steps of one interleaving. */
  async run(caches: readonly [CacheLike, CacheLike]): Promise<void> {
    const start = (work: Promise<void>) => {
      this.#active++;
      work.finally(() => this.#active--);
    };
    for (const cache of caches) {
      start(this.#write(cache));
      start(this.#read(cache));
      start(this.#read(cache));
    }
    start(this.#disturb());
    while (this.#active > 0 || this.#waiting.length > 0) {
      // More than any chain of promises between two turns is long.
      for (let step = 0; step < 40; step++) await null;
      const [next] = this.#waiting.splice(this.#random.below(this.#waiting.length || 1), 1);
      next?.();
    }
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #write(cache: CacheLike): Promise<void> {
    for (let count = 0; count < 4; count++) {
      await this.#turn();
      const status = this.#random.pick(statuses);
      const view = status === "published" ? `text ${this.#commits.length}` : null;
      this.#commits.push({ view, at: Date.now() });
      await this.#turn();
      await cache.invalidate(this.#tenantId, tags);
    }
  }

  async #read(cache: CacheLike): Promise<void> {
    for (let count = 0; count < 4; count++) {
      await this.#turn();
      const aged = this.#commits.findLastIndex(({ at }) => at < Date.now() - lifetimeMs);
      const from = Math.max(this.#known, aged);
      const foreseen = this.#random.share() < 0.5 ? await this.#foresee(cache) : undefined;
      const seen = await cache.read(this.#tenantId, tags, "article", () => this.#load(), { foreseen });
      this.reads++;
      const allowed = this.#commits.slice(from).map(({ view }) => view);
      if (!allowed.includes(seen)) this.faults.push(`read ${seen}, allowed: ${allowed.join(", ")}`);
    }
  }

  async #foresee(cache: CacheLike): Promise<Foreseen | undefined> {
    const foreseen = cache.foresee?.(this.#tenantId, tags);
    this.#loading++;
    for (let rest = this.#random.below(6); rest > 0; rest--) await this.#turn();
    this.#loading--;
    return foreseen;
  }

  async #load(): Promise<string | null> {
    this.loads++;
    this.#loading++;
    await this.#turn();
    const view = this.#commits.at(-1)?.view ?? null;
    await this.#turn();
    this.#loading--;
    return view;
  }

  /** Redis comes and goes, and time passes: a lifetime only while nothing is being read, which takes no minute. */
  async #disturb(): Promise<void> {
    for (let count = 0; count < 5; count++) {
      for (let rest = this.#random.below(12); rest > 0; rest--) await this.#turn();
      this.#away = count % 2 === 0 && this.#random.share() < 0.7;
      const passed = this.#loading === 0 && this.#random.share() < 0.3 ? lifetimeMs + 1_000 : 600;
      vi.advanceTimersByTime(passed);
    }
    this.#away = false;
  }

  /** Fails before or after it did what it was asked for, as a network does. */
  #makeRedis(): Redis {
    const values = new Map<string, string>();
    const ask = async <T>(work: () => T): Promise<T> => {
      await this.#turn();
      if (this.#away) throw new Error("Redis is away");
      const answer = work();
      await this.#turn();
      if (this.#away) throw new Error("Redis is away");
      return answer;
    };
    const set = (key: string, value: string) => {
      values.set(key, value);
      this.#known = this.#commits.length - 1;
    };
    const notAsked = () => Promise.reject(new Error("the cache has no use for this"));
    return {
      getMany: (keys) => ask(() => keys.map((key) => values.get(key) ?? null)),
      set: (key, value) => ask(() => set(key, value)),
      setIfAbsent: (key, value) =>
        ask(() => {
          if (!values.has(key)) values.set(key, value);
          return values.get(key) ?? value;
        }),
      eval: notAsked,
      evalsha: notAsked,
      ping: notAsked,
      close: async () => undefined,
    };
  }
}
