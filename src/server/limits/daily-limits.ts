import type { Place } from "../auth/attempt-limits";
import { config } from "../platform/config";
import { AppError } from "../platform/errors";
import { processSingleton } from "../platform/process-singleton";
import { redis } from "../platform/redis";
import { RateLimiter } from "./rate-limiter";

const windowSeconds = 24 * 3_600;

const limiter = () => processSingleton("daily-limiter", () => new RateLimiter(redis()));

/** Counts what may be done so often in a day. Throws `rate_limited` with the seconds to wait. */
export async function takeDaily(name: string, max: number, key: string): Promise<void> {
  const policy = { name: `${name}-daily`, max, windowSeconds, localMax: max };
  const { allowed, resetSeconds } = await limiter().take(policy, key);
  if (allowed) return;
  throw new AppError("rate_limited", `At most ${max} a day. Please try again later.`, {
    retryAfterSeconds: resetSeconds,
  });
}

/** Counts a sign-up from a place: each of them makes us write to an address that somebody has typed. */
export function takeSignUp({ addressGroup, address }: Place): Promise<void> {
  return takeDaily("sign-up", config().rateLimit.signUpsPerDay, addressGroup ?? address ?? "unknown");
}
