import { LRUCache } from "lru-cache";
import { logger } from "../platform/logger";
import type { Redis } from "../platform/redis";
import type { LimitPolicy, LimitState } from "./rate-limiter";

/** Keys that are counted at a time; those that were asked for the longest ago are forgotten first. */
const keysMax = 100_000;

/** How often Redis is told what was counted here, in milliseconds: of keys near their limit, and of others. */
const tellEveryMs = { near: 100, far: 1_000 };

/** How long Redis is left alone after it failed, in milliseconds. */
const pauseAfterFailureMs = 2_000;

/** What was let through in one window. */
interface Window {
  index: number;
  /** By all processes, as Redis had it last. */
  known: number;
  /** By this one since then: on the way to Redis, and not yet. */
  sent: number;
  untold: number;
}

interface Count {
  policy: LimitPolicy;
  current: Window;
  previous: Window;
  /** When it is told next. */
  dueAt: number;
}

/**
 * Sliding-window limits that cost a request no round trip. Exact in one process. Several exchange their counts through Redis,
 * near the limit every 100 ms, and may admit some too many in between; those count too. While Redis is away each process
 * counts for itself.
 */
export class SharedQuota {
  readonly #counts = new LRUCache<string, Count>({ max: keysMax });
  readonly #untold = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #pausedUntil = 0;

  constructor(private readonly redis: Redis) {}

  /** Counts one request of `whose`, if it is within the limit. */
  take(policy: LimitPolicy, whose: string): LimitState {
    const now = Date.now();
    const key = `${policy.name}:{${whose}}`;
    const count = this.#countOf(policy, key, now);
    const used = usedOf(count, now);
    const allowed = used + 1 <= policy.max;
    if (allowed) count.current.untold++;
    this.#schedule(key, count, used * 2 > policy.max, now);
    const remaining = Math.max(0, Math.floor(policy.max - used) - (allowed ? 1 : 0));
    return { policy, allowed, remaining, resetSeconds: Math.max(1, Math.ceil(freeInMs(count, now) / 1_000)) };
  }

  #countOf(policy: LimitPolicy, key: string, now: number): Count {
    const index = indexAt(now, policy);
    const found = this.#counts.get(key);
    if (!found) {
      const made = { policy, current: emptyWindow(index), previous: emptyWindow(index - 1), dueAt: 0 };
      this.#counts.set(key, made);
      return made;
    }
    found.policy = policy;
    if (found.current.index !== index) {
      found.previous = found.current.index === index - 1 ? found.current : emptyWindow(index - 1);
      found.current = emptyWindow(index);
    }
    return found;
  }

  /** What was never exchanged is at once: the others may have let through all there is. */
  #schedule(key: string, count: Count, isNear: boolean, now: number): void {
    const soon = now + tellEveryMs.near;
    if (isNear || count.dueAt === 0) count.dueAt = this.#untold.has(key) ? Math.min(count.dueAt, soon) : soon;
    else if (!this.#untold.has(key)) count.dueAt = now + tellEveryMs.far;
    this.#untold.add(key);
    this.#timer ??= setTimeout(() => this.#tell(), tellEveryMs.near).unref();
  }

  /** Exchanges the counts that are due. */
  #tell(): void {
    this.#timer = undefined;
    const now = Date.now();
    for (const key of now < this.#pausedUntil ? [] : this.#untold) {
      const count = this.#counts.get(key);
      if (count && count.dueAt > now) continue;
      this.#untold.delete(key);
      if (count) void this.#exchange(key, count);
    }
    if (this.#untold.size > 0) this.#timer ??= setTimeout(() => this.#tell(), tellEveryMs.near).unref();
  }

  async #exchange(key: string, { policy, current, previous }: Count): Promise<void> {
    const windows = [current, previous];
    const sent = windows.map(({ untold }) => untold);
    for (const window of windows) [window.sent, window.untold] = [window.sent + window.untold, 0];
    const names = windows.map(({ index }) => `quota:${key}:${index}`);
    const args = [...sent.map(String), String(policy.windowSeconds * 2_000)];
    try {
      const known = (await this.redis.eval(addAndRead, names, args)) as number[];
      windows.forEach((window, at) => {
        window.known = Number(known[at] ?? 0);
        window.sent -= sent[at] ?? 0;
      });
    } catch (error) {
      windows.forEach((window, at) => {
        window.sent -= sent[at] ?? 0;
        window.untold += sent[at] ?? 0;
      });
      this.#untold.add(key);
      if (Date.now() < this.#pausedUntil) return;
      this.#pausedUntil = Date.now() + pauseAfterFailureMs;
      logger().warn(
        { error, metric: "quota_degraded" },
        "Redis failed: quotas are kept by this process for now",
      );
    }
  }
}

/** Adds to both windows and answers what is in them. */
const addAndRead = `
local function add(key, n)
  if n == '0' then return tonumber(redis.call('GET', key) or '0') end
  local sum = redis.call('INCRBY', key, n)
  redis.call('PEXPIRE', key, ARGV[3])
  return sum
end
return { add(KEYS[1], ARGV[1]), add(KEYS[2], ARGV[2]) }`;

function emptyWindow(index: number): Window {
  return { index, known: 0, sent: 0, untold: 0 };
}

function indexAt(now: number, { windowSeconds }: LimitPolicy): number {
  return Math.floor(now / (windowSeconds * 1_000));
}

const sumOf = ({ known, sent, untold }: Window) => known + sent + untold;

/** What counts now: this window, and of the one before the part that is less than a window ago. */
function usedOf({ policy, current, previous }: Count, now: number): number {
  const windowMs = policy.windowSeconds * 1_000;
  return sumOf(current) + sumOf(previous) * (1 - (now % windowMs) / windowMs);
}

/** When there is room for one more, in milliseconds from now. */
function freeInMs(count: Count, now: number): number {
  const windowMs = count.policy.windowSeconds * 1_000;
  const room = count.policy.max - 1;
  const [current, previous] = [sumOf(count.current), sumOf(count.previous)];
  const passed = now % windowMs;
  if (current <= room) return previous === 0 ? 0 : windowMs * (1 - (room - current) / previous) - passed;
  return windowMs - passed + windowMs * (1 - room / current);
}
