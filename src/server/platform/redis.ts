import { createRequire } from "node:module";
import { Redis as UpstashRedis } from "@upstash/redis";
import type { Cluster, Redis as IoRedis, RedisOptions } from "ioredis";
import { type Config, config } from "./config";
import { logger } from "./logger";
import { processSingleton } from "./process-singleton";
import { openCluster } from "./redis-cluster";

/** What we use of Redis, over TCP (ioredis), over Upstash's REST, or in this process (ioredis-mock). */
export interface Redis {
  /** Values of several keys in one round trip; null where there is none. */
  getMany(keys: string[]): Promise<(string | null)[]>;
  set(key: string, value: string, options: { expireMs: number }): Promise<void>;
  /** Sets the key unless it has a value, and returns the value that it then has. */
  setIfAbsent(key: string, value: string, options: { expireMs: number }): Promise<string>;
  eval(script: string, keys: string[], args: string[]): Promise<unknown>;
  evalsha(sha: string, keys: string[], args: string[]): Promise<unknown>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** How long a command may take before it fails, in milliseconds. Whoever asks Redis has another way to go on. */
const commandTimeoutMs = 500;

const common: RedisOptions = {
  commandTimeout: commandTimeoutMs,
  connectTimeout: 2_000,
  maxRetriesPerRequest: 1,
  // What is asked in the same moment goes out in one write: a request takes two or three limits at once.
  enableAutoPipelining: true,
  retryStrategy: (times) => Math.min(100 * times, 1_000),
};

/** The Redis of this process. */
export function redis(): Redis {
  return processSingleton("redis", () => openRedis(config().redis));
}

export function openRedis(options: Config["redis"]): Redis {
  if (options.kind === "rest") return overRest(options.url, options.token);
  // Loaded on demand: neither belongs in the other's process, and the mock is not installed in production.
  const load = createRequire(import.meta.url);
  if (options.kind === "memory") {
    const { default: RedisMock } = load("ioredis-mock") as { default: new () => IoRedis };
    return overTcp(new RedisMock());
  }
  const { Redis: Client } = load("ioredis") as typeof import("ioredis");
  const client = options.cluster ? openCluster(options.url, common) : new Client(options.url, common);
  let reportedAt = 0;
  client.on("error", (error) => {
    // While Redis is away this comes with every attempt to reconnect: a line each ten seconds is enough.
    if (Date.now() - reportedAt < 10_000) return;
    reportedAt = Date.now();
    logger().warn({ error }, "Redis can't be reached");
  });
  return options.cluster ? inTime(overTcp(client), commandTimeoutMs) : overTcp(client);
}

function overTcp(client: IoRedis | Cluster): Redis {
  return {
    getMany: (keys) => client.mget(keys),
    set: async (key, value, { expireMs }) => {
      await client.set(key, value, "PX", expireMs);
    },
    setIfAbsent: async (key, value, { expireMs }) => {
      await client.set(key, value, "PX", expireMs, "NX");
      return (await client.get(key)) ?? value;
    },
    eval: (script, keys, args) => client.eval(script, keys.length, ...keys, ...args),
    evalsha: (sha, keys, args) => client.evalsha(sha, keys.length, ...keys, ...args),
    ping: async () => {
      await client.ping();
    },
    close: async () => client.disconnect(),
  };
}

/**
 * The same Redis, whose answers come within `timeoutMs` or not at all: a cluster's client asks again and again while one of
 * the members is away, and keeps what it can't send.
 */
function inTime(redis: Redis, timeoutMs: number): Redis {
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

function overRest(url: string, token: string): Redis {
  const client = new UpstashRedis({
    url,
    token,
    automaticDeserialization: false,
    enableTelemetry: false,
    retry: false,
    signal: () => AbortSignal.timeout(commandTimeoutMs * 2),
  });
  return {
    getMany: (keys) => client.mget<(string | null)[]>(...keys),
    set: async (key, value, { expireMs }) => {
      await client.set(key, value, { px: expireMs });
    },
    setIfAbsent: async (key, value, { expireMs }) => {
      await client.set(key, value, { px: expireMs, nx: true });
      return (await client.get<string>(key)) ?? value;
    },
    eval: (script, keys, args) => client.eval(script, keys, args),
    evalsha: (sha, keys, args) => client.evalsha(sha, keys, args),
    ping: async () => {
      await client.ping();
    },
    close: async () => undefined,
  };
}
