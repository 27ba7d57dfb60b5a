import { beforeAll, describe, expect, it } from "vitest";
import { highlightsOf, withoutMarkup } from "@/server/search/highlights";
import { call, callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

const program = startProgram();
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant();
});

const asEditor = () => ({ key: tenant.secretKeys.editor });

describe("tags", () => {
  const path = "/api/v1/tags";
  const make = (name: string) => callJson("POST", path, { key: tenant.secretKeys.author, body: { name } });

  it("are made, read, renamed in all articles, and deleted from them", async () => {
    const made = await make("Harbour News");
    const { id } = made.body.data;
    expect([made.status, made.headers.get("location")]).toEqual([201, `${path}/${id}`]);
    expect(made.body.data).toEqual({
      id,
      slug: "harbour-news",
      name: "Harbour News",
      articles: 0,
      version: 1,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    const article = await createArticle(tenant.admin, { tags: ["harbour news"], status: "published" });
    const tagsOf = async () =>
      (await callJson("GET", `/api/v1/articles/${article.id}`, { key: tenant.publishableKey })).body.data
        .tags;
    expect(await tagsOf()).toEqual([{ slug: "harbour-news", name: "Harbour News" }]);
    const read = await callJson("GET", `${path}/${id}`, asEditor());
    expect(read.body.data.articles).toBe(1);
    const headers = { "if-match": '"1"' };
    const renamed = await callJson("PATCH", `${path}/${id}`, {
      ...asEditor(),
      headers,
      body: { name: "Port" },
    });
    expect(renamed.body.data).toMatchObject({ slug: "port", name: "Port", version: 2, articles: 1 });
    expect(await tagsOf()).toEqual([{ slug: "port", name: "Port" }]);
    const stale = await callJson("PATCH", `${path}/${id}`, {
      ...asEditor(),
      headers,
      body: { name: "Dock" },
    });
    expect([stale.status, stale.headers.get("etag")]).toEqual([412, '"2"']);
    expect((await call("DELETE", `${path}/${id}`, { ...asEditor(), headers })).status).toBe(412);
    expect((await call("DELETE", `${path}/${id}`, asEditor())).status).toBe(204);
    expect(await tagsOf()).toEqual([]);
    expect((await callJson("GET", `${path}/${id}`, asEditor())).body.code).toBe("tag_not_found");
  });

  it("with the same slug are one tag, whoever is faster", async () => {
    const answers = await Promise.all(["Same Thing", "same thing", "Same-Thing"].map(make));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409]);
    const other = (await make("Other Thing")).body.data;
    const taken = await callJson("PATCH", `${path}/${other.id}`, {
      ...asEditor(),
      body: { name: "Same thing" },
    });
    expect([taken.status, taken.body.code, taken.body.details[0].path]).toEqual([409, "slug_taken", "name"]);
    const nothing = await make("!!!");
    expect([nothing.status, nothing.body.details[0].path]).toEqual([400, "name"]);
  });

  it("are listed by slug, a page at a time, also while others come and go", async () => {
    const own = await createTenant();
    const key = own.secretKeys.admin;
    await createArticle(own.admin, { tags: ["b", "d", "f", "h"] });
    const page = (query: string) => callJson("GET", `${path}?limit=2${query}`, { key });
    const first = await page("");
    expect(first.body.meta).toEqual({ total: 4, limit: 2, offset: 0, nextCursor: "d" });
    expect(first.headers.get("link")).toBe(`<${path}?limit=2&cursor=d>; rel="next"`);
    await callJson("POST", path, { key, body: { name: "a" } });
    await callJson("POST", path, { key, body: { name: "g" } });
    await call("DELETE", `${path}/${first.body.data[1].id}`, { key });
    const slugs = async (query: string) =>
      (await page(query)).body.data.map((tag: { slug: string }) => tag.slug);
    expect(await slugs("&cursor=d")).toEqual(["f", "g"]);
    expect(await slugs("&slug=h")).toEqual(["h"]);
  });
});

describe("search", () => {
  const search = (query: string, key = tenant.secretKeys.viewer) =>
    callJson("GET", `/api/v1/search?q=${query}`, { key });
  const cut = (text: string, spans: { start: number; end: number }[]) =>
    spans.map(({ start, end }) => text.slice(start, end));

  it("finds articles by their words, best first, and says which words", async () => {
    const text = `Nothing here. ${"Filler words stand about. ".repeat(40)}`;
    const inTitle = await createArticle(tenant.admin, {
      title: "Lighthouses of the coast",
      content: `${text}The **lighthouse** at [the point](https://example.org/lighthouse) burns. 😀 _Old_ lighthouse_keeper.`,
      status: "published",
    });
    const inText = await createArticle(tenant.admin, { title: "Walks", content: "Past a lighthouse." });
    const { body } = await search("lighthouse");
    expect(body.data.map((hit: { id: string }) => hit.id)).toEqual([inTitle.id, inText.id]);
    expect(body.meta).toEqual({ total: 2, limit: 20, offset: 0, nextCursor: null });
    const [first, second] = body.data;
    expect(first.rank).toBeGreaterThan(second.rank);
    expect(cut(first.title, first.titleHighlights)).toEqual(["Lighthouses"]);
    expect(first.title).toBe("Lighthouses of the coast");
    expect(new Set(cut(first.snippet, first.snippetHighlights))).toContain("lighthouse");
    for (const markup of ["*", "<", "](", "\u0001", "\u0002"]) expect(first.snippet).not.toContain(markup);
    expect(second).toMatchObject({
      snippet: "Past a lighthouse.",
      snippetHighlights: [{ start: 7, end: 17 }],
    });
    const published = await search("lighthouse", tenant.publishableKey);
    expect(published.body.data.map((hit: { id: string }) => hit.id)).toEqual([inTitle.id]);
    expect((await search("lighthouse&status=draft")).body.data).toMatchObject([{ id: inText.id }]);
    expect((await search("lighthouse&status=draft", tenant.publishableKey)).body.data).toEqual([]);
    expect((await search("lighthouse&limit=1&offset=1")).body.data).toMatchObject([{ id: inText.id }]);
  });

  it.each(["%22", "a%20%26%20!", "%3A*", "-", "%01%02x", "%F0%9F%98%80"])(
    "takes %s as words",
    async (query) => {
      expect((await search(query)).status).toBe(200);
    },
  );

  it("isn't led astray by marks in the text", async () => {
    await createArticle(tenant.admin, {
      title: "A\u0001mark\u0002ed title",
      content: "\u0002\u0001marked buoy",
    });
    const { body } = await search("buoy");
    expect(body.data).toMatchObject([
      {
        title: "A\u0001mark\u0002ed title",
        titleHighlights: [],
        snippet: "marked buoy",
        snippetHighlights: [{ start: 7, end: 11 }],
      },
    ]);
  });

  it.each(["", "x&limit=51", "x&offset=301", "x&status=gone", "x&sort=title"])(
    "answers 400 to q=%s",
    async (query) => {
      expect((await search(query)).status).toBe(400);
    },
  );

  it("marks of a passage become offsets in its plain text", () => {
    expect(highlightsOf("\u0001One\u0002 and \u0001two\u0002")).toEqual({
      text: "One and two",
      highlights: [
        { start: 0, end: 3 },
        { start: 8, end: 11 },
      ],
    });
    expect(withoutMarkup("## A  **b**\n> [c](d) and snake_case _e_")).toBe("A b c and snake_case e");
  });
});

describe("statistics", () => {
  it("count what there is, and events per day", async () => {
    const own = await createTenant();
    const key = own.secretKeys.admin;
    const article = await createArticle(own.admin, { status: "published" });
    await createArticle(own.admin);
    await call("PUT", `/api/v1/articles/${article.id}/like`, { session: own.editor.token });
    const body = { body: "x" };
    await call("POST", `/api/v1/articles/${article.id}/comments`, { session: own.editor.token, body });
    const { data } = (await callJson("GET", "/api/v1/statistics", { key: own.secretKeys.viewer })).body;
    const [row] = await asAdmin(
      program.database(),
      (sql) => sql`select count(*)::int as count from events where tenant_id = ${own.id}`,
    );
    const { days, isComplete } = data.events;
    expect(data).toMatchObject({
      articles: { draft: 1, published: 1, archived: 0 },
      members: { admin: 1, editor: 1, author: 1, viewer: 1 },
      comments: { pending: 0, approved: 1, rejected: 0 },
      likes: 1,
    });
    expect(isComplete).toBe(true);
    expect(days).toHaveLength(30);
    expect(days.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(row?.count);
    expect(Date.parse(days[29].day) - Date.parse(days[0].day)).toBe(29 * 86_400_000);
    await call("PUT", `/api/v1/articles/${article.id}/like`, { key });
    expect((await callJson("GET", "/api/v1/statistics", { key })).body.data.likes).toBe(2);
  });
});
