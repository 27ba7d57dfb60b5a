import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { SharedQuota } from "@/server/limits/quota";
import type { LimitPolicy } from "@/server/limits/rate-limiter";
import { database } from "@/server/platform/database";
import { openRedis } from "@/server/platform/redis";
import { call, callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { watchStatements } from "../support/sent-statements";
import { waitForMinute } from "../support/wait-for-minute";

const perMinute = 100;
const program = startProgram({ RATE_LIMIT_ORGANISATION_PER_MINUTE: `${perMinute}` });
const policy: LimitPolicy = { name: "test", max: 100, windowSeconds: 60, localMax: 100 };

describe("a quota", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: 1_800_000_000_000 });
    return () => vi.useRealTimers();
  });

  const allowedOf = (quota: SharedQuota, key: string, requests: number) =>
    Array.from({ length: requests }, () => quota.take(policy, key)).filter(({ allowed }) => allowed).length;

  it("lets through what it allows and no more, and more as time passes", () => {
    const quota = new SharedQuota(openRedis({ kind: "memory" }));
    expect(allowedOf(quota, "one", 150)).toBe(100);
    expect(allowedOf(quota, "another", 20)).toBe(20);
    const { allowed, resetSeconds } = quota.take(policy, "one");
    expect([allowed, resetSeconds]).toEqual([false, 61]);
    vi.advanceTimersByTime(90_000); // half of the next window: half of the last one still counts
    expect(allowedOf(quota, "one", 150)).toBe(50);
    vi.advanceTimersByTime(120_000);
    expect(allowedOf(quota, "one", 150)).toBe(100);
  });

  it("says when there will be room, and there is", () => {
    const quota = new SharedQuota(openRedis({ kind: "memory" }));
    for (let round = 0; round < 20; round++) {
      allowedOf(quota, "key", 30);
      const { allowed, resetSeconds } = quota.take(policy, "key");
      if (allowed) continue;
      vi.advanceTimersByTime((resetSeconds - 1) * 1_000);
      vi.advanceTimersByTime(1_000);
      expect(quota.take(policy, "key").allowed).toBe(true);
    }
  });

  it("is one for all processes, but for what was let through in the last moment", async () => {
    const quotas = [1, 2, 3].map(() => new SharedQuota(openRedis({ kind: "memory" })));
    let allowed = 0;
    for (let moment = 0; moment < 100; moment++) {
      for (const quota of quotas) allowed += allowedOf(quota, "shared", 1);
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(allowed).toBeGreaterThanOrEqual(100);
    expect(allowed).toBeLessThanOrEqual(106);
  });

  it("is kept by each process while Redis is away, and told when it is back", async () => {
    const redis = openRedis({ kind: "memory" });
    let away = true;
    const evaluate: typeof redis.eval = (...args) =>
      away ? Promise.reject(new Error("away")) : redis.eval(...args);
    const [here, there] = [new SharedQuota({ ...redis, eval: evaluate }), new SharedQuota(redis)];
    expect(allowedOf(here, "outage", 150)).toBe(100);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(allowedOf(here, "outage", 1)).toBe(0);
    away = false;
    await vi.advanceTimersByTimeAsync(3_000);
    allowedOf(there, "outage", 1);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(allowedOf(there, "outage", 10)).toBe(0);
  });
});

describe("an organisation's plan", () => {
  let noisy: TestTenant;
  let quiet: TestTenant;
  beforeAll(async () => {
    [noisy, quiet] = [await createTenant("Noisy"), await createTenant("Quiet")];
  });

  const setPlan = (tenant: TestTenant, plan: string) =>
    asAdmin(program.database(), (sql) => sql`update tenants set plan = ${plan} where id = ${tenant.id}`);

  it("is shown with what it allows, and can't be changed through the API", async () => {
    const read = async () =>
      (await callJson("GET", "/api/v1/tenant", { key: quiet.secretKeys.admin })).body.data;
    expect(await read()).toMatchObject({ plan: "standard", requestsPerMinute: perMinute });
    await setPlan(quiet, "large");
    expect(await read()).toMatchObject({ plan: "large", requestsPerMinute: 10 * perMinute });
    const { status } = await callJson("PATCH", "/api/v1/tenant", {
      key: quiet.secretKeys.admin,
      body: { plan: "large" },
    });
    expect(status).toBe(400);
  });

  it("limits all keys and members together, refuses without asking Postgres, and leaves others alone", async () => {
    await setPlan(noisy, "small");
    await waitForMinute(10_000);
    const credentials = [
      { key: noisy.secretKeys.admin },
      { key: noisy.secretKeys.viewer },
      { key: noisy.secretKeys.editor },
      { session: noisy.editor.token },
    ];
    const statuses: number[] = [];
    for (let round = 0; round < 8; round++) {
      const asked = credentials.map((credential) => call("GET", "/api/v1/articles?limit=1", credential));
      for (const answer of await Promise.all(asked)) statuses.push(answer.status);
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(perMinute / 5);
    expect(new Set(statuses.slice(perMinute / 5))).toEqual(new Set([429]));
    const sent = watchStatements(database());
    const refused = await callJson("GET", "/api/v1/articles?limit=1", { key: noisy.secretKeys.admin });
    expect([refused.status, refused.body.code]).toEqual([429, "rate_limited"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("ratelimit-policy")).toContain(`"organisation";q=${perMinute / 5};w=60`);
    // A key that was not refused a moment ago, but is known.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await call("GET", "/api/v1/articles?limit=1", { key: noisy.secretKeys.viewer })).status).toBe(
      429,
    );
    expect(sent.trips()).toEqual([]);
    sent.stop();
    const answer = await call("GET", "/api/v1/articles?limit=1", { key: quiet.secretKeys.admin });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("ratelimit-policy")).toMatch(
      /"address";.*"credential";.*"organisation";q=1000;w=60/,
    );
  });
});

describe("a publishable key, which anybody may use", () => {
  let site: TestTenant;
  beforeAll(async () => {
    site = await createTenant("Site");
  });
  const q = (share: number) => Math.ceil(perMinute * share);
  const read = (from: string, key = site.publishableKey) =>
    call("GET", "/api/v1/articles?limit=1", { key, headers: { "x-forwarded-for": from } });
  const statusesOf = async (from: string, times: number) => {
    const statuses = [];
    for (let round = 0; round < times; round++) statuses.push((await read(from)).status);
    return { allowed: statuses.filter((status) => status === 200).length, last: statuses.at(-1) };
  };

  it("shuts out nobody but the client that sends too much with it", async () => {
    await waitForMinute(20_000);
    expect(await statusesOf("203.0.113.1:5001", q(0.25) + 10)).toEqual({ allowed: q(0.25), last: 429 });
    // Another port is no other client.
    expect((await read("203.0.113.1:5002")).status).toBe(429);
    const other = await read("203.0.113.2");
    expect(other.status).toBe(200);
    expect(other.headers.get("ratelimit-policy")).toBe(
      `"address";q=2400;w=60, "credential";q=1200;w=60, "site-address";q=${q(0.25)};w=60, "site";q=${perMinute};w=60`,
    );
    expect(other.headers.get("ratelimit")).toMatch(
      new RegExp(`"site-address";r=${q(0.25) - 1};t=\\d+, "site";r=${perMinute - q(0.25) - 1};t=`),
    );
    const staff = await read("203.0.113.1", site.secretKeys.viewer);
    expect(staff.status).toBe(200);
    expect(staff.headers.get("ratelimit")).toContain(`"organisation";r=${perMinute - 1}`);
  });

  it("takes nothing of what members and secret keys have, and has a bound of its own in all", async () => {
    await waitForMinute(20_000);
    for (const from of ["203.0.113.3", "203.0.113.4", "203.0.113.5", "203.0.113.6"])
      await statusesOf(from, q(0.25));
    const refused = await read("203.0.113.7");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("ratelimit")).toContain(`"site";r=0`);
    expect((await read("203.0.113.7", site.secretKeys.viewer)).status).toBe(200);
  });

  it("gives an IPv6 customer, however many networks it has, no more than half", async () => {
    const another = await createTenant("Another");
    await waitForMinute(20_000);
    const statuses: number[] = [];
    for (let round = 0; round < q(0.5) + 10; round++)
      statuses.push((await read(`2001:db8:1:${round.toString(16)}::1`, another.publishableKey)).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(q(0.5));
    expect((await read("[2001:db8:2::1]:443", another.publishableKey)).status).toBe(200);
  });

  it("counts for each client apart against its own limit, too", async () => {
    const another = await createTenant("Another");
    await waitForMinute(10_000);
    const { body } = await callJson("POST", "/api/v1/api-keys", {
      key: another.secretKeys.admin,
      body: { name: "Slow", kind: "publishable", rateLimitPerMinute: 2 },
    });
    const ask = async (from: string) => (await read(from, body.data.key)).status;
    expect([await ask("203.0.113.8"), await ask("203.0.113.8"), await ask("203.0.113.8")]).toEqual([
      200, 200, 429,
    ]);
    expect(await ask("203.0.113.9")).toBe(200);
  });
});
