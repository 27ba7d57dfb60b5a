import { beforeAll, describe, expect, it } from "vitest";
import { callJson } from "../support/api";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { wideLimits } from "../support/wide-limits";

startProgram(wideLimits);
let tenant: TestTenant;
let other: TestTenant;

beforeAll(async () => {
  tenant = await createTenant("Importers");
  other = await createTenant("Others");
});

const send = (method: string, path: string, body?: unknown, of = tenant) =>
  callJson(method, `/api/v1${path}`, { key: of.secretKeys.editor, ...(body === undefined ? {} : { body }) });
const source = (path: string, fingerprint?: string) => ({
  source: { importer: "markdown", path, ...(fingerprint ? { fingerprint } : {}) },
});

describe("where an article comes from", () => {
  it("is noted with it, and finds it", async () => {
    const made = await send("POST", "/articles", { title: "Ebb", content: "x", ...source("ebb.md", "one") });
    expect(made.status).toBe(201);
    const { id, slug } = made.body.data;
    const { body } = await send("GET", "/article-sources?importer=markdown");
    expect(body).toMatchObject({
      data: [
        { importer: "markdown", path: "ebb.md", fingerprint: "one", article: { id, slug, status: "draft" } },
      ],
      meta: { nextCursor: null },
    });
    expect((await send("GET", "/article-sources?importer=ghost")).body.data).toEqual([]);
    expect((await send("GET", "/article-sources?importer=markdown", undefined, other)).body.data).toEqual([]);
  });

  it("can be noted later, which is no change of the article", async () => {
    const { id } = (await send("POST", "/articles", { title: "Flow", content: "x" })).body.data;
    const answer = await send("PATCH", `/articles/${id}`, source("flow.md", "two"));
    expect(answer).toMatchObject({ status: 200, body: { data: { version: 1 } } });
    const again = await send("PATCH", `/articles/${id}`, { title: "Flood", ...source("flood.md") });
    expect(again).toMatchObject({ status: 200, body: { data: { version: 2, title: "Flood" } } });
    const { body } = await send("GET", "/article-sources?importer=markdown");
    expect(body.data.map(({ path }: { path: string }) => path)).toEqual(["ebb.md", "flood.md"]);
  });

  it("is that of one article only, and is free once that is gone", async () => {
    const first = await send("POST", "/articles", { title: "Slack", content: "x", ...source("slack.md") });
    const taken = await send("POST", "/articles", { title: "Slack 2", content: "x", ...source("slack.md") });
    expect(taken).toMatchObject({
      status: 409,
      body: { code: "source_taken", details: [{ path: "source.path" }] },
    });
    const { id } = (await send("POST", "/articles", { title: "Neap", content: "x" })).body.data;
    expect((await send("PATCH", `/articles/${id}`, source("slack.md"))).status).toBe(409);
    const elsewhere = await send(
      "POST",
      "/articles",
      { title: "Slack", content: "x", ...source("slack.md") },
      other,
    );
    expect(elsewhere.status).toBe(201);
    await send("DELETE", `/articles/${first.body.data.id}`);
    expect((await send("PATCH", `/articles/${id}`, source("slack.md"))).status).toBe(200);
  });

  it("is listed in pages", async () => {
    for (const name of ["a", "b", "c"]) {
      const path = `pages of 日本/${name} %.md`;
      await send("POST", "/articles", {
        title: name,
        content: "x",
        source: { importer: "walked", path },
      });
    }
    const paths: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const after: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
      const { body } = await send("GET", `/article-sources?importer=walked&limit=2${after}`);
      paths.push(...body.data.map(({ path }: { path: string }) => path));
      cursor = body.meta.nextCursor;
    }
    expect(paths).toEqual(["a", "b", "c"].map((name) => `pages of 日本/${name} %.md`));
  });

  it.each([
    ["source.importer", { importer: "Über", path: "x" }],
    ["source.path", { importer: "a", path: "" }],
    ["source.path", { importer: "a", path: "x".repeat(501) }],
    ["source.extra", { importer: "a", path: "x", extra: 1 }],
  ])("must be well-formed: %s", async (path, wrong) => {
    const answer = await send("POST", "/articles", { title: "x", content: "x", source: wrong });
    expect(answer).toMatchObject({ status: 400, body: { details: [{ path }] } });
  });
});
