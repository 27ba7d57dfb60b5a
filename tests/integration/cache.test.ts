import { beforeAll, describe, expect, it } from "vitest";
import { publishArticle, unpublishArticle } from "@/server/articles/status";
import { updateArticle } from "@/server/articles/write";
import { TenantCache } from "@/server/platform/cache";
import { database } from "@/server/platform/database";
import { openRedis, redis } from "@/server/platform/redis";
import { callJson } from "../support/api";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { watchSent } from "../support/sent";

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

describe("published reads", () => {
  it("are answered from the cache, and anew after each write", async () => {
    const { id } = await createArticle(first.admin, { title: "Cached", status: "published" });
    const read = async () =>
      (await callJson("GET", `/api/v1/articles/${id}`, { key: first.publishableKey })).body;
    await read();
    const sent = watchSent(database());
    expect((await read()).data.title).toBe("Cached");
    expect(sent.statements().filter((statement) => statement.includes("articles"))).toEqual([]);
    sent.stop();
    await updateArticle(first.admin.context, id, { title: "Changed" });
    expect((await read()).data.title).toBe("Changed");
    await unpublishArticle(first.admin.context, id);
    expect((await read()).code).toBe("article_not_found");
    await publishArticle(first.admin.context, id);
    expect((await read()).data.title).toBe("Changed");
  });
});
