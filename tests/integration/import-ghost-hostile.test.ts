import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseExport } from "../../tools/import-ghost/read";
import { importGhost } from "../../tools/import-ghost/run";
import { ArticleServer } from "../unit/import-article-server";

let directory = "";
let server: ArticleServer;
beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), "masthead-ghost-"));
  server = await ArticleServer.start();
});
afterEach(async () => {
  rmSync(directory, { recursive: true });
  await server.stop();
});

function take(posts: unknown[]) {
  const file = path.join(directory, "export.json");
  writeFileSync(file, JSON.stringify({ db: [{ data: { posts } }] }));
  return importGhost({ file, site: undefined, api: { url: server.url, key: "good", waitMinMs: 1 } });
}

describe("one post that can't be converted", () => {
  it("is refused, and the others are in", async () => {
    const post = (slug: string, fields: object) => ({
      id: slug,
      slug,
      title: slug,
      status: "published",
      ...fields,
    });
    const lexical = (card: unknown) => JSON.stringify({ root: { type: "root", children: [card] } });
    const result = await take([
      post("deep", { html: "<div>".repeat(100_000) }),
      post("deep-cards", {
        lexical: `{"root":${'{"type":"aside","children":['.repeat(90_000)}${"]}".repeat(90_000)}}`,
      }),
      post("no-card", { lexical: lexical(null) }),
      post("no-object", { mobiledoc: '{"cards":[["html",7],["image",null]],"sections":[[10,0],[10,1]]}' }),
      post("prototype", {
        mobiledoc: '{"cards":[["__proto__",{"__proto__":{"html":"x"}}]],"sections":[[10,0]]}',
      }),
      null,
      7,
      "post",
      { __proto__: null, id: {}, title: [] },
      post("good", { html: "<p>Good.</p>" }),
    ]);
    expect(result.refused.map(({ path: name }) => name).sort()).toEqual([
      "post deep",
      "post deep-cards",
      "post no-card",
      "post number 6",
      "post number 7",
      "post number 8",
      "post number 9",
    ]);
    expect(result.ended).toBeUndefined();
    expect(result.outcomes.created).toBe(3);
    expect(server.articles.get("good")).toMatchObject({ content: "Good.", status: "published" });
  });
});

describe("an export with more around it", () => {
  const inner = { posts: [{ id: 1, slug: "a", title: "A", html: "<p>A</p>", status: "published" }] };
  it.each([
    ["the first versions", { meta: {}, data: inner }],
    ["later versions", { db: [{ meta: {}, data: inner }] }],
    ["an archive", { images: [], data: { meta: { version: "000" }, data: inner } }],
    ["an archive of a later version", { data: { db: [{ data: inner }] } }],
    ["two databases", { db: [{ data: inner }, { data: { posts: [] } }] }],
  ])("is read: %s", (_, value) => {
    expect(parseExport(JSON.stringify(value), "x").entries).toHaveLength(1);
  });

  it.each([
    ["nothing", null],
    ["a list", [inner]],
    ["no database", { db: [] }],
    ["posts without an export", inner],
    ["no end of data", `${'{"data":'.repeat(5000)}{"posts":[]}${"}".repeat(5000)}`],
  ])("is none: %s", (_, value) => {
    expect(() => parseExport(typeof value === "string" ? value : JSON.stringify(value), "x")).toThrow(
      "is not an export of Ghost",
    );
  });
});
