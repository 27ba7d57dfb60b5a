import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { archiveArticle } from "@/server/articles/status";
import { deleteArticle } from "@/server/articles/write";
import { exportArticles, exportEnd, exportedArticle, exportHeader } from "@/server/export/schema";
import { exportArticles as exportParts } from "@/server/export/service";
import { database } from "@/server/platform/database";
import { call, callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { watchStatements } from "../support/sent-statements";

const program = startProgram();
let tenant: TestTenant;

const path = "/api/v1/export/articles";
const read = (query = "") => call("GET", path + query, { key: tenant.secretKeys.admin });

async function linesOf(query = ""): Promise<unknown[]> {
  const text = await (await read(query)).text();
  expect(text.endsWith("\n")).toBe(true);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const articlesOf = async (query = "") =>
  (await linesOf(query)).slice(1, -1).map((line) => exportedArticle.parse(line));

describe("an export of 230 articles", () => {
  beforeAll(async () => {
    tenant = await createTenant("Exported");
    await createTenant("Another").then((other) => createArticle(other.admin, { title: "Not ours" }));
    for (let number = 1; number <= 230; number++)
      await createArticle(number % 2 ? tenant.admin : tenant.author, {
        title: `Article ${number}`,
        content: "x".repeat(2_000),
      });
  });

  it("has a header, each article once in the order of creation, and an end that counts them", async () => {
    const answer = await read();
    expect(answer.headers.get("content-type")).toBe("application/x-ndjson; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="articles.ndjson"');
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const [header, ...lines] = await linesOf();
    expect(exportHeader.parse(header)).toMatchObject({
      total: 230,
      organisation: { slug: tenant.slug, name: "Exported" },
    });
    expect(exportEnd.parse(lines.pop())).toEqual({ end: true, articles: 230 });
    const articles = lines.map((line) => exportedArticle.strict().parse(line));
    expect(articles.map(({ title }) => title)).toEqual(
      Array.from({ length: 230 }, (_, index) => `Article ${index + 1}`),
    );
    expect(new Set(articles.map(({ author }) => author.name))).toEqual(new Set(["Ada Admin", "Mo author"]));
  });

  it("goes on after an article, for a client whose connection broke", async () => {
    const all = await articlesOf();
    expect(await articlesOf(`?after=${all[200]?.id}`)).toEqual(all.slice(201));
    expect(await articlesOf(`?after=${all.at(-1)?.id}`)).toEqual([]);
  });

  it("is one JSON document on demand", async () => {
    const { body, headers } = await callJson("GET", `${path}?format=json`, { key: tenant.secretKeys.admin });
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
    const { articles, ...header } = body;
    expect(exportHeader.strict().parse(header)).toMatchObject({ total: 230 });
    expect(articles).toEqual(await articlesOf());
  });

  it("costs the same statements for each page of 100, however many articles it has", async () => {
    const sent = watchStatements(database());
    await articlesOf();
    sent.stop();
    // The header, and pages of 100, 100, 30 and none: a statement for each.
    expect(sent.statements().filter((statement) => statement.includes('"candidates"'))).toHaveLength(4);
    expect(sent.statements().length).toBeLessThanOrEqual(5 + 2); // and what looks at the key
  });

  it("misses nothing that stays and shows nothing twice while articles come and go", async () => {
    const before = await articlesOf();
    const stream = exportParts(tenant.admin.context, exportArticles.parse({}));
    let text = "";
    let parts = 0;
    for await (const part of stream) {
      text += part;
      // One that was seen, one that will not be, and one that is new.
      const gone = [before[parts], before[229 - parts]].map((article) => article?.id ?? "");
      for (const id of gone) await deleteArticle(tenant.admin.context, id);
      await createArticle(tenant.admin, { title: `Late ${parts}` });
      parts += 1;
    }
    expect(parts).toBeGreaterThan(5);
    const ids = text
      .trimEnd()
      .split("\n")
      .slice(1, -1)
      .map((line: string) => exportedArticle.parse(JSON.parse(line)).id);
    expect(new Set(ids).size).toBe(ids.length);
    const stayed = before.slice(parts, 230 - parts);
    expect(stayed.filter(({ id }) => !ids.includes(id))).toEqual([]);
  });

  it("breaks off when the database fails midway, so that half of it looks whole to nobody", async () => {
    for (let number = 0; number < 4; number++)
      await createArticle(tenant.admin, { content: "x".repeat(900_000) });
    const reader = (await read()).body?.getReader();
    await reader?.read();
    await asAdmin(program.database(), (sql) => sql`revoke select on articles from masthead_app`);
    const rest = (async () => {
      for (;;) if ((await reader?.read())?.done) return "it ended as if whole";
    })();
    await expect(rest).rejects.toThrow();
    expect((await read()).status).toBe(500);
    await asAdmin(program.database(), (sql) => sql`grant select on articles to masthead_app`);
  });
});

describe("what was written", () => {
  beforeEach(async () => {
    tenant = await createTenant("Writers");
  });

  it("comes back byte for byte, with tags, dates and every status", async () => {
    const content =
      '\uFEFF---\r\n# Ünïcödé 日本語 🎉 "quotes" \\ \u2028 \t trailing  \n\n```\n</script>\n```\n\u0007';
    const publishedAt = new Date("2019-03-04T05:06:07.089Z");
    const title = '  Title: "x" — 日本語 🎉'.trim();
    const tags = ["Next.js", "Ünïcödé"];
    await createArticle(tenant.author, { title, content, slug: "a", status: "published", publishedAt, tags });
    const { id } = await createArticle(tenant.admin, { slug: "b", status: "published" });
    await archiveArticle(tenant.admin.context, id);
    await createArticle(tenant.admin, { slug: "c", content: "" });
    const [first, second, third] = await articlesOf();
    expect(first).toMatchObject({
      ...{ title, content, slug: "a", status: "published", version: 1 },
      publishedAt: "2019-03-04T05:06:07.089Z",
      author: { id: tenant.author.userId, name: "Mo author" },
      tags: [
        { slug: "next-js", name: "Next.js" },
        { slug: "uenicoede", name: "Ünïcödé" },
      ],
    });
    expect(second).toMatchObject({ slug: "b", status: "archived", tags: [] });
    expect(third).toMatchObject({ slug: "c", status: "draft", content: "", publishedAt: null });
  });

  it("is read a few megabytes at a time, however long the articles are", async () => {
    for (let number = 0; number < 24; number++)
      await createArticle(tenant.admin, { content: "y".repeat(1_000_000) });
    const sent = watchStatements(database());
    const sizes: number[] = [];
    for await (const part of exportParts(tenant.admin.context, exportArticles.parse({})))
      sizes.push(part.length);
    sent.stop();
    // Three articles of 1 MB are the first to exceed a page's 2 MiB: 8 pages of them, and one that is empty.
    expect(sent.statements().filter((statement) => statement.includes('"candidates"'))).toHaveLength(9);
    expect(Math.max(...sizes)).toBeLessThan(1_100_000);
  });

  it.each([0, 1])("is a whole JSON document of %i articles too", async (count) => {
    for (let number = 0; number < count; number++) await createArticle(tenant.admin);
    const { body } = await callJson("GET", `${path}?format=json`, { key: tenant.secretKeys.admin });
    expect(body.articles).toHaveLength(count);
  });

  it.each(["?format=xml", "?after=1", "?status=draft"])("is not asked for by %s", async (query) => {
    const { status, body } = await callJson("GET", path + query, { key: tenant.secretKeys.admin });
    expect({ status, code: body.code }).toEqual({ status: 400, code: "validation_failed" });
  });
});
