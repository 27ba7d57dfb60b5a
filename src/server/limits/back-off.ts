import { LRUCache } from "lru-cache";
import { logger } from "../platform/logger";
import type { Redis } from "../platform/redis";

/** So many attempts are free; from then on each one has to wait longer, until one succeeds. */
export interface BackOffPolicy {
  /** Stands in the keys of Redis. */
  name: string;
  freeMax: number;
  /** What one process allows while Redis is away. */
  localFreeMax: number;
}

/** The first wait; each further failure doubles it up to the longest. In milliseconds. */
const waitMinMs = 60_000;
const waitMaxMs = 15 * 60_000;
/** Failures are forgotten so long after the last one and its wait, in milliseconds. */
const windowMs = 15 * 60_000;
/** How long Redis is left alone after it failed, in milliseconds. */
const pauseAfterFailureMs = 2_000;

/** KEYS: count, block. ARGV: free attempts, window, first wait, longest wait. Returns the milliseconds to wait, or 0. */
const attemptScript = `
local blocked = redis.call('pttl', KEYS[2])
if blocked > 0 then return blocked end
local count = redis.call('incr', KEYS[1])
local free, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local wait = 0
if count >= free then
  wait = math.min(tonumber(ARGV[4]), tonumber(ARGV[3]) * 2 ^ (count - free))
  redis.call('set', KEYS[2], '1', 'PX', string.format('%d', wait))
end
redis.call('pexpire', KEYS[1], string.format('%d', window + wait))
return 0`;

const clearScript = "redis.call('del', KEYS[1]) redis.call('del', KEYS[2]) return 0";

/**
 * Growing back-off for guesses, by whatever is guessed at, shared by all processes through Redis. An attempt counts as a
 * failure from its beginning, and is forgiven when it succeeds: of a thousand guesses sent at once no more than the free
 * ones are looked at. While Redis is away each process counts for itself, and allows less.
 */
export class BackOff {
  readonly #local = new LRUCache<string, { count: number; blockedUntil: number }>({
    max: 10_000,
    ttl: windowMs + waitMaxMs,
  });
  #pausedUntil = 0;

  constructor(private readonly redis: Redis) {}

  /** Begins an attempt. Returns 0, or how many seconds to wait; then it doesn't count. Never throws. */
  async attempt(policy: BackOffPolicy, key: string): Promise<number> {
    const args = [policy.freeMax, windowMs, waitMinMs, waitMaxMs].map(String);
    const shared = await this.#eval(attemptScript, keysOf(policy, key), args);
    return Math.ceil((shared ?? this.#attemptLocal(policy, key)) / 1000);
  }

  /** Forgives: the attempt succeeded. Never throws. */
  async clear(policy: BackOffPolicy, key: string): Promise<void> {
    this.#local.delete(`${policy.name}:${key}`);
    await this.#eval(clearScript, keysOf(policy, key), []);
  }

  async #eval(script: string, keys: string[], args: string[]): Promise<number | undefined> {
    if (Date.now() < this.#pausedUntil) return undefined;
    try {
      return Number(await this.redis.eval(script, keys, args));
    } catch (error) {
      this.#pausedUntil = Date.now() + pauseAfterFailureMs;
      logger().warn(
        { error, metric: "back_off_degraded" },
        "Redis failed: back-off is kept by this process for now",
      );
      return undefined;
    }
  }

  #attemptLocal({ name, localFreeMax }: BackOffPolicy, key: string): number {
    const now = Date.now();
    const { count, blockedUntil } = this.#local.get(`${name}:${key}`) ?? { count: 0, blockedUntil: 0 };
    if (blockedUntil > now) return blockedUntil - now;
    const failures = count + 1;
    const wait =
      failures < localFreeMax ? 0 : Math.min(waitMaxMs, waitMinMs * 2 ** (failures - localFreeMax));
    this.#local.set(`${name}:${key}`, { count: failures, blockedUntil: now + wait });
    return 0;
  }
}

/** The braces keep both keys on one node of a cluster. */
function keysOf({ name }: BackOffPolicy, key: string): string[] {
  const tag = `back-off:{${name}:${key}}`;
  return [`${tag}:count`, `${tag}:block`];
}
