import { createRequire } from "node:module";
import type { Cluster, RedisOptions } from "ioredis";

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
