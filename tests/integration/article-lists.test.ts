import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { remove } from "@/db/repositories/articles";
import { totals } from "@/db/repositories/articles-list";
import { publishArticle } from "@/server/articles/status";
import { updateArticle } from "@/server/articles/write";
import { withTenant } from "@/server/platform/database";
import { callJson } from "../support/api";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

startProgram();
let tenant: TestTenant;
const titles = Array.from({ length: 25 }, (_, index) => `Article ${index}`);

beforeAll(async () => {
  tenant = await createTenant();
  for (const [index, title] of titles.entries()) {
    const by = index % 5 === 0 ? tenant.author : tenant.admin;
    const tags = index % 2 === 0 ? ["even"] : [];
    const content = index === 7 ? "The quick brown fox jumps" : "Some words";
    const article = await createArticle(by, { title, content, tags });
    if (index % 3 === 0) await publishArticle(tenant.admin.context, article.id);
  }
});

const list = (query: string, key = tenant.secretKeys.viewer) =>
  callJson("GET", `/api/v1/articles${query}`, { key });

async function walk(query: string): Promise<string[]> {
  const ids: string[] = [];
  for (let path: string | null = `/api/v1/articles${query}`; path; ) {
    const { headers, body } = await callJson("GET", path, { key: tenant.secretKeys.viewer });
    ids.push(...body.data.map((article: { id: string }) => article.id));
    path = /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1] ?? null;
  }
  return ids;
}

describe("lists", () => {
  it("come newest change first, 20 at a time, with the total", async () => {
    const { body } = await list("");
    expect(body.data).toHaveLength(20);
    expect(body.meta).toMatchObject({ total: 25, limit: 20, offset: 0, nextCursor: expect.any(String) });
    const times = body.data.map((article: { updatedAt: string }) => article.updatedAt);
    expect(times).toEqual([...times].sort().reverse());
  });

  it.each([
    "?limit=7",
    "?limit=7&sort=updatedAt",
    "?limit=3&status=published&sort=-publishedAt",
    "?limit=4&tag=even",
    "?limit=4&sort=-createdAt",
    "?limit=4&sort=createdAt&status=draft",
    "?limit=2&sort=publishedAt",
    "?limit=100",
  ])("%s can be walked by Link from end to end, nothing twice", async (query) => {
    const ids = await walk(query);
    const { body } = await list(`${query.replace(/limit=\d+/, "limit=100")}`);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(body.data.map((article: { id: string }) => article.id));
    expect(body.meta.total).toBe(ids.length);
  });

  it.each([
    ["?status=published", 9],
    ["?status=draft", 16],
    ["?status=archived", 0],
    ["?tag=even", 13],
    ["?tag=none", 0],
    ["?slug=article-3", 1],
    ["?tag=even&status=published", 5],
    ["?updatedAfter=2999-01-01T00:00:00Z", 0],
  ])("%s finds %i", async (query, count) => {
    const { body } = await list(`${query}&limit=100`);
    expect([body.data.length, body.meta.total]).toEqual([count, count]);
  });

  it("filter by author", async () => {
    const { body } = await list(`?authorId=${tenant.author.userId}`);
    expect(body.data.map((article: { author: { id: string } }) => article.author.id)).toEqual(
      Array(5).fill(tenant.author.userId),
    );
    expect(body.meta.total).toBe(5);
  });

  it("leave out what isn't asked for", async () => {
    const { body } = await list("?fields=id,title&limit=1");
    expect(Object.keys(body.data[0])).toEqual(["id", "title"]);
  });

  it.each([
    "?limit=0",
    "?limit=101",
    "?limit=1.5",
    "?offset=-1",
    "?offset=10001",
    "?status=gone",
    "?sort=title",
    "?cursor=zzz",
    "?authorId=1",
    "?fields=search",
    "?nope=1",
    "?limit=1&limit=2",
    "?q=",
    "?q=%00",
    "?tag=%00",
    "?updatedAfter=soon",
    "?updatedAfter=0000-01-01T00:00:00Z",
    "?updatedAfter=9999-12-31T23:00:00-23:00",
    // Made up: an order that there is, at a moment that there isn't.
    `?cursor=${Buffer.from('["updatedAt",true,-8640000000000000,"01890000-0000-7000-8000-000000000000"]').toString("base64url")}`,
    "?cursor=x&q=words",
  ])("answer 400 to %s, naming the parameter", async (query) => {
    const { status, body } = await list(query);
    expect(status).toBe(400);
    expect(body.details[0].path).toBe(/\?(\w+)/.exec(query)?.[1]?.replace("fields", "fields.0"));
  });

  it("refuse a cursor of another order", async () => {
    const { body } = await list("?limit=1");
    expect((await list(`?limit=1&sort=updatedAt&cursor=${body.meta.nextCursor}`)).status).toBe(400);
  });

  it("don't show anything twice while articles are being changed and added", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(24), { maxLength: 6 }), async (touched) => {
        const other = await createTenant("Walking");
        const made = await Promise.all(Array.from({ length: 12 }, () => createArticle(other.admin)));
        const seen: string[] = [];
        let path: string | null = "/api/v1/articles?limit=3&fields=id";
        while (path) {
          const { headers, body }: Awaited<ReturnType<typeof callJson>> = await callJson("GET", path, {
            key: other.secretKeys.viewer,
          });
          seen.push(...body.data.map((article: { id: string }) => article.id));
          const next = touched.shift();
          const target = made[(next ?? 0) % made.length];
          if (next !== undefined && target)
            await updateArticle(other.admin.context, target.id, { title: "Moved" });
          if (next !== undefined) await createArticle(other.admin);
          path = /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1] ?? null;
        }
        expect(new Set(seen).size).toBe(seen.length);
      }),
      { numRuns: 4 },
    );
  });
});

describe("search", () => {
  it("finds words in their forms, in title and content, titles first", async () => {
    const { body } = await list("?q=jumping%20foxes");
    expect(body.data.map((article: { title: string }) => article.title)).toEqual(["Article 7"]);
    expect(body.meta.total).toBe(1);
  });

  it.each(["((((", "' or 1=1 --", "a & | !", '"open', "\\", "-", "<->", "x".repeat(200), "日本"])(
    "takes %j for words",
    async (words) => {
      expect((await list(`?q=${encodeURIComponent(words)}`)).status).toBe(200);
    },
  );

  it("combines with filters and pages", async () => {
    const { body } = await list("?q=words&status=published&limit=2&offset=2&tag=even");
    expect(body.data.length).toBe(2);
    expect(body.meta.total).toBe(5);
  });
});

describe("totals", () => {
  it("are those of the rows after any mix of changes", async () => {
    const other = await createTenant("Totals");
    const { context } = other.admin;
    const made = await Promise.all(Array.from({ length: 10 }, () => createArticle(other.admin)));
    await Promise.all(made.slice(0, 6).map((article) => publishArticle(context, article.id)));
    await withTenant(context, (tx) => remove(tx, context.tenantId, made[0]?.id ?? ""));
    await withTenant(context, (tx) => remove(tx, context.tenantId, made[9]?.id ?? ""));
    expect(await withTenant(context, (tx) => totals(tx, context.tenantId))).toEqual({
      draft: 3,
      published: 5,
      archived: 0,
    });
  });
});

describe("for the public", () => {
  it("a publishable key sees what is published and nothing else", async () => {
    const key = tenant.publishableKey;
    expect((await list("?limit=100", key)).body.meta.total).toBe(9);
    expect((await list("?status=draft", key)).body).toMatchObject({ data: [], meta: { total: 0 } });
    expect((await list("?q=fox", key)).body.data).toEqual([]);
    const { body } = await list("?status=draft&limit=1");
    expect((await callJson("GET", `/api/v1/articles/${body.data[0].id}`, { key })).status).toBe(404);
    expect((await callJson("GET", `/api/v1/articles/${body.data[0].id}/comments`, { key })).status).toBe(404);
  });

  it("may read from any site, but only with a publishable key", async () => {
    expect((await list("?limit=1", tenant.publishableKey)).headers.get("access-control-allow-origin")).toBe(
      "*",
    );
    expect((await list("?limit=1")).headers.get("access-control-allow-origin")).toBeNull();
  });
});
