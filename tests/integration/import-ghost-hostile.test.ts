import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Converter } from "../../tools/import-ghost/converter";
import { parseExport } from "../../tools/import-ghost/read";
import { importGhost } from "../../tools/import-ghost/run";
import { postSchema } from "../../tools/import-ghost/schema";
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

const entryOf = (html: string) => ({
  post: postSchema.parse({ id: "1", title: "T", slug: "t", status: "published", html }),
  ...{ meta: undefined, tags: [], authors: [] },
});
const options = { slug: "t", site: undefined };

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

  it("is given up when it takes too long, and the next one is converted", async () => {
    const converter = new Converter({ durationMaxMs: 3000 });
    // Turndown looks for white space at the end of its result from each place of this one.
    const slow = converter.toArticle(entryOf(`<pre>x${" ".repeat(900_000)}x</pre>`), options);
    const next = converter.toArticle(entryOf("<p>Next.</p>"), options);
    await expect(slow).rejects.toThrow("its content takes more than 3 s to convert");
    await expect(next).resolves.toMatchObject({ content: "Next." });
    await converter.close();
  });

  it("is refused when it takes too much memory, and the next one is converted", async () => {
    const converter = new Converter({ heapMaxMb: 64 });
    const large = converter.toArticle(entryOf("<b>x</b>".repeat(900_000)), options);
    const next = converter.toArticle(entryOf("<p>Next.</p>"), options);
    await expect(large).rejects.toThrow("its content takes more memory to convert than there is");
    await expect(next).resolves.toMatchObject({ content: "Next." });
    await converter.close();
  });

  it.each([
    ["<", "<".repeat(1024 * 1024)],
    ["lists in lists", "<ul><li>a".repeat(400)],
    ["emphasis", `<p>${"<b>x</b> ".repeat(60_000)}</p>`],
    ["breaks", `<p>${"a<br>".repeat(60_000)}</p>`],
    ["items", `<ol>${"<li>a</li>".repeat(60_000)}</ol>`],
    ["backquotes", `<pre>${"`".repeat(500_000)}</pre>`],
    ["hard spaces in a heading", `<h2>a${"&nbsp;".repeat(60_000)}b</h2>`],
    ["exclamation marks", `<p>a<b>!a${"!".repeat(200_000)}b</b>c</p>`],
  ])("is none of those that are only long: %s", async (_, html) => {
    const converter = new Converter();
    const said = await converter.toArticle(entryOf(html), options).then(
      () => "",
      (error: Error) => error.message,
    );
    expect(said).not.toMatch(/to convert|can't be converted/);
    await converter.close();
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
