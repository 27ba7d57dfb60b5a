import { vi } from "vitest";
import type { TenantId } from "@/db/tenant";
import { cacheLifetimeMaxMs, GenerationStore, type Generations } from "@/server/platform/generations";
import type { Redis } from "@/server/platform/redis";
import { Random } from "../../scripts/bench/seed/random";

/** What is tried: `TenantCache`, `KeyCache`, or one that is wrong on purpose. */
export interface CacheLike {
  read<T>(
    tenantId: TenantId,
    tag: string,
    name: string,
    load: () => Promise<T>,
    options?: { generations?: Generations | null | undefined },
  ): Promise<T>;
  invalidate(tenantId: TenantId, tags: string[]): Promise<void>;
  /** Says before its commit what will have changed, instead of after it. */
  tellsFirst?: true;
}

type Status = "draft" | "published" | "archived" | "deleted";
const statuses: Status[] = ["draft", "published", "archived", "deleted"];

const audiences = ["staff", "public"] as const;
type Audience = (typeof audiences)[number];

/** What each audience may see of one article from a commit on: a text that no other state has, or nothing. */
type Committed = Record<Audience, string | null> & { at: number };

/**
 * One article that two processes write and read through a cache each, with one Redis that goes away and comes back. Staff
 * see whatever there is, the public what is published; a change tells the public's cache where the public could notice it.
 * Whoever takes part waits before each step until it is let on, one at a time, in an order drawn from the seed; so a seed
 * is an interleaving. Time is faked. `faults` says which reads answered what they must not:
 * anything but what was there for its audience at some moment between the last write that Redis knew of before the read began
 * (or the last that was made a lifetime before) and the read's end.
 */
export class CacheWorld {
  readonly faults: string[] = [];
  reads = 0;
  loads = 0;
  readonly redis: Redis;
  readonly #generations: GenerationStore;
  readonly #random: Random;
  readonly #tenantId: TenantId;
  readonly #commits: Committed[] = [{ staff: null, public: null, at: Date.now() }];
  readonly #waiting: (() => void)[] = [];
  #active = 0;
  #away = false;
  /** How often Redis went or came back. */
  #switched = 0;
  #loading = 0;
  /** The last commit before Redis was last told that something has changed for an audience. */
  readonly #known: Record<Audience, number> = { staff: 0, public: 0 };

  constructor(seed: string) {
    this.#random = new Random(seed);
    this.#tenantId = this.#random.uuid(new Date()) as TenantId;
    this.redis = this.#makeRedis();
    this.#generations = new GenerationStore(this.redis);
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
      const text = `${status} text ${this.#commits.length}`;
      const before = this.#commits.at(-1)?.public;
      const after = status === "published" ? text : null;
      const staff = status === "deleted" ? null : text;
      const told: Audience[] = before || after ? ["staff", "public"] : ["staff"];
      if (cache.tellsFirst) await cache.invalidate(this.#tenantId, told);
      this.#commits.push({ staff, public: after, at: Date.now() });
      await this.#turn();
      // Its process ends before it tells anybody: the age of entries bounds what that leaves.
      if (this.#random.share() < 0.05) return;
      const [index, switched] = [this.#commits.length - 1, this.#switched];
      if (!cache.tellsFirst) await cache.invalidate(this.#tenantId, told);
      // With Redis there all along, everybody knows of it now, whatever the cache told or didn't tell.
      if (this.#away || switched !== this.#switched) continue;
      for (const audience of told) this.#known[audience] = Math.max(this.#known[audience], index);
    }
  }

  async #read(cache: CacheLike): Promise<void> {
    for (let count = 0; count < 4; count++) {
      await this.#turn();
      const audience = this.#random.pick(audiences);
      const aged = this.#commits.findLastIndex(({ at }) => at < Date.now() - cacheLifetimeMaxMs);
      const from = Math.max(this.#known[audience], aged);
      const generations = this.#random.share() < 0.5 ? await this.#ask(audience) : undefined;
      const load = () => this.#load(audience);
      const seen = await cache.read(this.#tenantId, audience, "article", load, { generations });
      this.reads++;
      const allowed = this.#commits.slice(from).map((commit) => commit[audience]);
      if (!allowed.includes(seen))
        this.faults.push(`${audience} read ${seen}, allowed: ${allowed.join(", ")}`);
    }
  }

  /** Asks before it is known what is read: for the tag of this audience, of both, or of the other alone. */
  async #ask(audience: Audience): Promise<Generations | null> {
    const tags = this.#random.pick([[audience], [...audiences], audiences.filter((one) => one !== audience)]);
    this.#loading++;
    const generations = await this.#generations.ask(this.#tenantId, tags);
    for (let rest = this.#random.below(6); rest > 0; rest--) await this.#turn();
    this.#loading--;
    return generations;
  }

  async #load(audience: Audience): Promise<string | null> {
    this.loads++;
    this.#loading++;
    await this.#turn();
    const view = this.#commits.at(-1)?.[audience] ?? null;
    await this.#turn();
    this.#loading--;
    return view;
  }

  /** Redis comes and goes, and time passes: a lifetime only while nothing is being read, which takes no minute. */
  async #disturb(): Promise<void> {
    for (let count = 0; count < 5; count++) {
      for (let rest = this.#random.below(12); rest > 0; rest--) await this.#turn();
      this.#away = count % 2 === 0 && this.#random.share() < 0.7;
      this.#switched++;
      const passed = this.#loading === 0 && this.#random.share() < 0.3 ? cacheLifetimeMaxMs + 1_000 : 600;
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
      for (const audience of audiences)
        if (key.includes(audience)) this.#known[audience] = this.#commits.length - 1;
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
