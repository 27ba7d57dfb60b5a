import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { clientAddress } from "@/server/limits/client-address";
import { type LimitPolicy, RateLimiter } from "@/server/limits/rate-limiter";
import { takeLimits } from "@/server/limits/request-limits";
import { openRedis, type Redis } from "@/server/platform/redis";
import { callJson } from "../support/api";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { startUpstash, upstashToken } from "../support/upstash-server";
import { waitForMinute } from "../support/wait-for-minute";

startProgram({ RATE_LIMIT_CREDENTIAL_PER_MINUTE: "5", RATE_LIMIT_ADDRESS_PER_MINUTE: "1000" });

const policy = (max: number, name = `test-${Math.random()}`): LimitPolicy => ({
  name,
  max,
  windowSeconds: 60,
  localMax: 2,
});
const tcpUrl = process.env.TEST_REDIS_URL?.startsWith("redis:") ? process.env.TEST_REDIS_URL : undefined;

let upstash: Awaited<ReturnType<typeof startUpstash>>;
beforeAll(async () => {
  upstash = await startUpstash();
});
afterAll(() => upstash.stop());
beforeEach(() => waitForMinute(10_000));

const clients: [string, () => Redis][] = [
  ["in this process", () => openRedis({ kind: "memory" })],
  ["over Upstash's REST", () => openRedis({ kind: "rest", url: upstash.url, token: upstashToken })],
  ...(tcpUrl
    ? ([["over TCP", () => openRedis({ kind: "tcp", url: tcpUrl })]] as [string, () => Redis][])
    : []),
];

describe.each(clients)("limits kept by Redis %s", (_name, open) => {
  let redis: Redis;
  beforeEach(() => {
    redis = open();
    return () => redis.close();
  });

  it("allow just as many as the policy says, also at once and by several processes", async () => {
    const limited = policy(10);
    const limiters = [new RateLimiter(redis), new RateLimiter(redis)];
    const states = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        (limiters[index % 2] ?? new RateLimiter(redis)).take(limited, "someone"),
      ),
    );
    expect(states.filter((state) => state.allowed)).toHaveLength(10);
    expect(limiters[0]?.degraded).toBe(false);
  });

  it("count each key for itself, and say how many are left and until when", async () => {
    const limited = policy(3);
    const limiter = new RateLimiter(redis);
    const state = await limiter.take(limited, "a");
    expect(state).toMatchObject({ allowed: true, remaining: 2 });
    expect(state.resetSeconds).toBeGreaterThanOrEqual(1);
    expect(state.resetSeconds).toBeLessThanOrEqual(60);
    expect((await limiter.take(limited, "b")).remaining).toBe(2);
  });

  it("serve the cache's commands", async () => {
    const key = `cache-test-${Math.random()}`;
    expect(await redis.getMany([key])).toEqual([null]);
    expect(await redis.setIfAbsent(key, "1", { expireMs: 5_000 })).toBe("1");
    expect(await redis.setIfAbsent(key, "2", { expireMs: 5_000 })).toBe("1");
    await redis.set(key, "3", { expireMs: 5_000 });
    expect(await redis.getMany([key, `${key}-none`])).toEqual(["3", null]);
  });
});

describe("while Redis is away", () => {
  let deaf: Server;
  beforeAll(async () => {
    // Takes connections and never answers: worse than one that refuses them.
    deaf = createServer(() => undefined);
    await new Promise<void>((resolve) => deaf.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => deaf.close());

  it.each([
    ["refuses connections", () => openRedis({ kind: "tcp", url: "redis://127.0.0.1:1" })],
    [
      "never answers",
      () => openRedis({ kind: "tcp", url: `redis://127.0.0.1:${(deaf.address() as AddressInfo).port}` }),
    ],
    ["is Upstash and down", () => openRedis({ kind: "rest", url: "http://127.0.0.1:1", token: "x" })],
  ])("and %s, requests go on with the local limit", async (_name, open) => {
    const redis = open();
    const limiter = new RateLimiter(redis);
    const limited = policy(100);
    const states = [];
    for (let round = 0; round < 4; round++) states.push(await limiter.take(limited, "someone"));
    expect(states.map((state) => state.allowed)).toEqual([true, true, false, false]);
    expect(limiter.degraded).toBe(true);
    await redis.close();
  });
});

describe("over the limit", () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await createTenant();
  });

  it("a key gets 429 with Retry-After and the limit's headers; another key goes on", async () => {
    const ask = (key: string) => callJson("GET", "/api/v1/me", { key });
    const answers = [];
    for (let round = 0; round < 7; round++) answers.push(await ask(tenant.secretKeys.viewer));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
    const refused = answers[5];
    expect(refused?.body).toMatchObject({ success: false, error: "Too many requests", code: "rate_limited" });
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(refused?.headers.get("ratelimit")).toMatch(/"credential";r=0;t=\d+/);
    expect(refused?.headers.get("ratelimit-policy")).toContain('"credential";q=5;w=60');
    expect(refused?.headers.get("content-security-policy")).toBeTruthy();
    expect((await ask(tenant.secretKeys.editor)).status).toBe(200);
  });

  it("made-up keys count for the address", async () => {
    const ask = (round: number) => callJson("GET", "/api/v1/me", { key: `mh_sk_made-up-${round}` });
    const remaining = [];
    for (let round = 0; round < 3; round++)
      remaining.push(
        Number(/"address";r=(\d+)/.exec((await ask(round)).headers.get("ratelimit") ?? "")?.[1]),
      );
    expect(remaining[0]).toBe((remaining[2] ?? 0) + 2);
  });

  it("a publishable key counts for each client apart, whatever port it comes from", async () => {
    const ask = async (from: string) => {
      const headers = { "x-forwarded-for": from };
      return (await callJson("GET", "/api/v1/articles", { key: tenant.publishableKey, headers })).status;
    };
    const statuses = [];
    for (let round = 0; round < 6; round++) statuses.push(await ask(`203.0.113.20:${5000 + round}`));
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    expect(await ask("203.0.113.21")).toBe(200);
    expect(await ask("::ffff:203.0.113.20")).toBe(429);
  });
});

describe("signing in", () => {
  const attempts = async (froms: string[]) => {
    const states = await Promise.all(
      froms.map((from) => takeLimits(clientAddress(new Headers({ "x-forwarded-for": from }), 1), null, true)),
    );
    return states.filter((each) => each.every(({ allowed }) => allowed)).length;
  };
  const times = (count: number, from: (round: number) => string) =>
    Array.from({ length: count }, (_, round) => from(round));

  it.each([
    ["an address, whatever its port", (round: number) => `203.0.113.30:${40_000 + round}`, 20],
    [
      "an address, however it is mapped",
      (round: number) => (round % 2 ? "::ffff:cb00:711f" : "203.0.113.31"),
      20,
    ],
    ["all that hide theirs", (round: number) => `_hidden-${round}`, 20],
    ["an IPv6 network", (round: number) => `2001:db8:30:1::${round + 1}`, 20],
    ["an IPv6 customer's networks", (round: number) => `2001:db8:31:${round + 1}::1`, 80],
  ])("is limited for %s", async (_name, from, max) => {
    expect(await attempts(times(max + 20, from))).toBe(max);
  });
});
