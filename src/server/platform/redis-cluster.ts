import { createRequire } from "node:module";
import type { Cluster, RedisOptions } from "ioredis";
import type { Redis } from "./redis";

/**
 * The client of a Redis cluster. `url` names one of its members, which tells of the others; all of them take the same name,
 * password and encryption.
 */
export function openCluster(url: string, options: RedisOptions): Cluster {
  const load = createRequire(import.meta.url);
  const { Cluster: Client } = load("ioredis") as typeof import("ioredis");
  const { username, password, protocol } = new URL(url);
  return new Client([url], {
    enableAutoPipelining: options.enableAutoPipelining ?? false,
    clusterRetryStrategy: (times) => Math.min(100 * times, 1_000),
    redisOptions: {
      ...options,
      ...(username ? { username: decodeURIComponent(username) } : {}),
      ...(password ? { password: decodeURIComponent(password) } : {}),
      ...(protocol === "rediss:" ? { tls: {} } : {}),
    },
  });
}

/**
 * The same Redis, whose answers come within `timeoutMs` or not at all: a cluster's client asks again and again while one of
 * the members is away, and keeps what it can't send.
 */
export function inTime(redis: Redis, timeoutMs: number): Redis {
  const bounded = <T>(asked: Promise<T>): Promise<T> => {
    return new Promise<T>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`Redis took longer than ${timeoutMs} ms`)), timeoutMs);
      asked.then(resolve, reject).finally(() => clearTimeout(late));
    });
  };
  return {
    getMany: (keys) => bounded(redis.getMany(keys)),
    set: (key, value, options) => bounded(redis.set(key, value, options)),
    setIfAbsent: (key, value, options) => bounded(redis.setIfAbsent(key, value, options)),
    eval: (script, keys, args) => bounded(redis.eval(script, keys, args)),
    evalsha: (sha, keys, args) => bounded(redis.evalsha(sha, keys, args)),
    ping: () => bounded(redis.ping()),
    close: () => redis.close(),
  };
}
