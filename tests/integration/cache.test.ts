import { beforeAll, describe, expect, it, vi } from "vitest";
import { TenantCache } from "@/server/platform/cache";
import { cacheLifetimeMaxMs } from "@/server/platform/generations";
import { openRedis, redis } from "@/server/platform/redis";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

startProgram();
const sizeMax = 1024 * 1024;
let first: TestTenant;
let second: TestTenant;
beforeAll(async () => {
  first = await createTenant("First");
  second = await createTenant("Second");
});

describe("a tenant's cache", () => {
  it("loads once, also when asked many times at once", async () => {
    const cache = new TenantCache(redis(), sizeMax);
    let loads = 0;
    const load = async () => {
      loads++;
      await new Promise((resolve) => setTimeout(resolve, 30));
      return "value";
    };
    const ask = () => cache.read(first.admin.context.tenantId, "t", "once", load);
    expect(await Promise.all(Array.from({ length: 50 }, ask))).toEqual(Array(50).fill("value"));
    await ask();
    expect(loads).toBe(1);
  });

  it("keeps tenants apart", async () => {
    const cache = new TenantCache(redis(), sizeMax);
    const read = (tenant: TestTenant) =>
      cache.read(tenant.admin.context.tenantId, "t", "name", async () => tenant.slug);
    expect([await read(first), await read(second)]).toEqual([first.slug, second.slug]);
  });

  it("forgets in every process what one process invalidates, and only that tenant's", async () => {
    const [here, there] = [
      new TenantCache(redis(), sizeMax),
      new TenantCache(openRedis({ kind: "memory" }), sizeMax),
    ];
    let value = 1;
    const read = (tenant: TestTenant) =>
      there.read(tenant.admin.context.tenantId, "articles", "shared", async () => value);
    await Promise.all([read(first), read(second)]);
    value = 2;
    await here.invalidate(first.admin.context.tenantId, ["articles"]);
    expect([await read(first), await read(second)]).toEqual([2, 1]);
  });

  it("isn't filled with an old value by a reader that was slower than a write", async () => {
    const cache = new TenantCache(redis(), sizeMax);
    const { tenantId } = first.admin.context;
    let finish: (value: string) => void = () => undefined;
    const slow = cache.read(
      tenantId,
      "articles",
      "raced",
      () =>
        new Promise<string>((resolve) => {
          finish = resolve;
        }),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    await cache.invalidate(tenantId, ["articles"]);
    finish("old");
    expect(await slow).toBe("old");
    expect(await cache.read(tenantId, "articles", "raced", async () => "new")).toBe("new");
  });

  it("ends by its age what nobody was told of, as by a process that dies right after its commit", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const cache = new TenantCache(redis(), sizeMax);
      let committed = 1;
      const read = () => cache.read(first.admin.context.tenantId, "t", "aged", async () => committed);
      await read();
      committed = 2;
      vi.advanceTimersByTime(cacheLifetimeMaxMs - 1);
      expect(await read()).toBe(1);
      vi.advanceTimersByTime(1);
      expect(await read()).toBe(2);
      expect(cacheLifetimeMaxMs).toBeLessThanOrEqual(60_000);
    } finally {
      vi.useRealTimers();
    }
  });

  it("keeps nothing, and doesn't ask Redis, where it has no room", async () => {
    const away = openRedis({ kind: "rest", url: "http://127.0.0.1:1", token: "x" });
    const asked = vi.spyOn(away, "getMany");
    const cache = new TenantCache(away, 0);
    let loads = 0;
    const read = () => cache.read(first.admin.context.tenantId, "t", "off", async () => ++loads);
    expect([await read(), await read()]).toEqual([1, 2]);
    expect(asked).not.toHaveBeenCalled();
  });

  it("doesn't keep failures", async () => {
    const cache = new TenantCache(redis(), sizeMax);
    const { tenantId } = first.admin.context;
    await expect(
      cache.read(tenantId, "t", "fails", async () => Promise.reject(new Error("no"))),
    ).rejects.toThrow("no");
    expect(await cache.read(tenantId, "t", "fails", async () => "yes")).toBe("yes");
  });

  it("reads on without Redis", async () => {
    const cache = new TenantCache(
      openRedis({ kind: "rest", url: "http://127.0.0.1:1", token: "x" }),
      sizeMax,
    );
    let loads = 0;
    const ask = () => cache.read(first.admin.context.tenantId, "t", "x", async () => ++loads);
    expect([await ask(), await ask()]).toEqual([1, 2]);
    await cache.invalidate(first.admin.context.tenantId, ["t"]);
  });
});
