import { Ratelimit } from "@upstash/ratelimit";
import { LRUCache } from "lru-cache";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { logger } from "../platform/logger";
import type { Redis } from "../platform/redis";

/** A limit: at most `max` requests in any window of `windowSeconds`, for each key. */
export interface LimitPolicy {
  /** Stands in the RateLimit headers and in the keys of Redis. */
  name: string;
  max: number;
  windowSeconds: number;
  /** What one process allows while Redis is away. */
  localMax: number;
}

export interface LimitState {
  policy: LimitPolicy;
  allowed: boolean;
  remaining: number;
  /** Seconds until there is room again, at least 1. */
  resetSeconds: number;
}

/** How long Redis is left alone after it failed, in milliseconds: no request should wait for what is known to be away. */
const pauseAfterFailureMs = 2_000;

/** How many limiters are kept ready. */
const limitersMax = 1_000;

/**
 * Sliding-window limits shared by all processes through Redis. While Redis is away each process counts for itself
 * (fixed windows, `localMax`), and says so once per pause in the log.
 */
export class RateLimiter {
  // One for each policy and maximum: admins set the maximum of each key, so there may be many.
  readonly #shared = new LRUCache<string, Ratelimit>({ max: limitersMax });
  readonly #local = new LRUCache<string, RateLimiterMemory>({ max: limitersMax });
  #pausedUntil = 0;

  constructor(private readonly redis: Redis) {}

  /** True while limits are kept by this process alone, because Redis failed a moment ago. */
  get degraded(): boolean {
    return Date.now() < this.#pausedUntil;
  }

  /** Counts one request of `key` against `policy`. Never throws. */
  async take(policy: LimitPolicy, key: string): Promise<LimitState> {
    if (this.degraded) return this.#takeLocal(policy, key);
    try {
      // The library asks for two windows in one script: braces keep both in one slot of a Redis cluster.
      const answer = await this.#sharedFor(policy).limit(`{${key}}`);
      // The library's own time-out answers "success" without having counted.
      if (answer.reason === "timeout") throw new Error("the rate limiter timed out");
      return {
        policy,
        allowed: answer.success,
        remaining: Math.max(0, answer.remaining),
        resetSeconds: Math.max(1, Math.ceil((answer.reset - Date.now()) / 1000)),
      };
    } catch (error) {
      this.#pausedUntil = Date.now() + pauseAfterFailureMs;
      logger().warn(
        { error, metric: "rate_limit_degraded" },
        "Redis failed: limits are kept by this process for now",
      );
      return this.#takeLocal(policy, key);
    }
  }

  async #takeLocal(policy: LimitPolicy, key: string): Promise<LimitState> {
    const answer = await this.#localFor(policy)
      .consume(key)
      .catch((refusal: unknown) => {
        if (refusal instanceof RateLimiterRes) return refusal;
        throw refusal;
      });
    return {
      policy: { ...policy, max: policy.localMax },
      allowed: answer.consumedPoints <= policy.localMax,
      remaining: Math.max(0, answer.remainingPoints),
      resetSeconds: Math.max(1, Math.ceil(answer.msBeforeNext / 1000)),
    };
  }

  #sharedFor(policy: LimitPolicy): Ratelimit {
    let limiter = this.#shared.get(nameOf(policy));
    if (!limiter) {
      limiter = new Ratelimit({
        // The library calls just these of its client.
        redis: inOneSlot(this.redis) as unknown as ConstructorParameters<typeof Ratelimit>[0]["redis"],
        limiter: Ratelimit.slidingWindow(policy.max, `${policy.windowSeconds} s`),
        prefix: `limit:${policy.name}`,
        ephemeralCache: false,
        timeout: 2_000,
      });
      this.#shared.set(nameOf(policy), limiter);
    }
    return limiter;
  }

  #localFor(policy: LimitPolicy): RateLimiterMemory {
    let limiter = this.#local.get(nameOf(policy));
    if (!limiter) {
      limiter = new RateLimiterMemory({ points: policy.localMax, duration: policy.windowSeconds });
      this.#local.set(nameOf(policy), limiter);
    }
    return limiter;
  }
}

/**
 * In place of the empty key that the library gives its scripts for a feature that is off (a limit kept in Redis) stands one
 * that is never set: in a Redis cluster an empty key is in another slot than the rest, and the script would be refused.
 */
function inOneSlot(redis: Redis): Pick<Redis, "eval" | "evalsha"> {
  const together = (keys: string[]) => keys.map((key) => key || `${keys[0]}:none`);
  return {
    eval: (script, keys, args) => redis.eval(script, together(keys), args),
    evalsha: (sha, keys, args) => redis.evalsha(sha, together(keys), args),
  };
}

function nameOf({ name, max, localMax }: LimitPolicy): string {
  return `${name}:${max}:${localMax}`;
}
