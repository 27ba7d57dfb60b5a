import { beforeAll, describe, expect, it, vi } from "vitest";
import { publishArticle, unpublishArticle } from "@/server/articles/status";
import { updateArticle } from "@/server/articles/write";
import { setLike } from "@/server/likes/service";
import { TenantCache } from "@/server/platform/cache";
import { database } from "@/server/platform/database";
import { keptMaxMs } from "@/server/platform/generations";
import { openRedis, redis } from "@/server/platform/redis";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { watchSent } from "../support/sent";

const program = startProgram();
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
      vi.advanceTimersByTime(keptMaxMs - 1);
      expect(await read()).toBe(1);
      vi.advanceTimersByTime(1);
      expect(await read()).toBe(2);
      expect(keptMaxMs).toBeLessThanOrEqual(10_000);
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

/** Resolves once a transaction waits for a lock. */
async function untilSomebodyWaits(): Promise<void> {
  const waiting = () =>
    asAdmin(
      program.database(),
      (sql) =>
        sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
  while ((await waiting()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("published reads", () => {
  it("count a like that began while the article was a draft, and ended after it was read as published", async () => {
    const { id } = await createArticle(first.admin);
    const likes = async () =>
      (await callJson("GET", `/api/v1/articles/${id}`, { key: first.publishableKey })).body.data?.counts
        .likes;
    const { tenantId } = first.author.context;
    let liking: Promise<unknown> = Promise.resolve();
    await asAdmin(program.database(), (sql) =>
      sql.begin(async (tx) => {
        await tx`select 1 from members where tenant_id = ${tenantId} and user_id = ${first.author.userId} for update`;
        liking = setLike(first.author.context, id, true);
        await untilSomebodyWaits();
        await publishArticle(first.admin.context, id);
        expect(await likes()).toBe(0);
      }),
    );
    await liking;
    expect(await likes()).toBe(1);
  });

  it("are left as they are by whoever writes a draft, which staff see at once", async () => {
    const published = await createArticle(first.admin, { status: "published", tags: ["Kept"] });
    const draft = await createArticle(first.admin, { title: "Draft", tags: ["Kept"] });
    const paths = [`/${published.id}`, "?limit=100&fields=id,title", "?tag=kept"];
    const titles = async (key: string) => {
      const { body } = await callJson("GET", `/api/v1/articles${paths[1]}`, { key });
      return body.data.map(({ title }: { title: string }) => title);
    };
    const read = () =>
      Promise.all(
        paths.map((path) => callJson("GET", `/api/v1/articles${path}`, { key: first.publishableKey })),
      );
    await read();
    await titles(first.secretKeys.viewer);
    await updateArticle(
      first.admin.context,
      draft.id,
      { title: "Written on", tags: ["Kept", "Brand new"] },
      { autosave: true },
    );
    const sent = watchSent(database());
    await read();
    expect(sent.statements().filter((statement) => statement.includes("articles"))).toEqual([]);
    sent.stop();
    expect(await titles(first.secretKeys.viewer)).toContain("Written on");
  });

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
