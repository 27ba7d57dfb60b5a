import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { archiveArticle, unpublishArticle } from "@/server/articles/status";
import type { ExportedArticle } from "@/server/export/schema";
import { runExport } from "../../tools/export/run";
import { importMarkdown } from "../../tools/import-markdown/run";
import { callJson } from "../support/api";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { serveProgram } from "../support/http-server";
import { startProgram } from "../support/program";

startProgram();
const server = serveProgram();
let tenant: TestTenant;
let directory = "";

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "masthead-export-"));
  server.breaks.length = 0;
});
afterEach(() => rmSync(directory, { recursive: true }));

const place = (name: string) => path.join(directory, name);
const api = (key = tenant.secretKeys.admin) => ({ url: server.url, key, waitMinMs: 1 });

function run(options: Partial<Parameters<typeof runExport>[0]> = {}) {
  const reading = { waitMinMs: 1 };
  return runExport({ out: place("out"), format: "markdown", force: false, api: api(), reading, ...options });
}

async function articlesOf({ secretKeys }: TestTenant): Promise<ExportedArticle[]> {
  const { body } = await callJson("GET", "/api/v1/export/articles?format=json", { key: secretKeys.admin });
  return body.articles;
}

/** What an import carries: all but who, when it was saved, and how often. */
const carried = (articles: ExportedArticle[]) =>
  articles
    .map(({ slug, title, content, status, publishedAt, tags }) => ({
      ...{ slug, title, content, status, publishedAt, tags },
    }))
    .sort((a, b) => (a.slug < b.slug ? -1 : 1));

const awkward = [
  {
    title: "Plain",
    content: "# Plain\n\nText.\n",
    tags: ["Next.js", "Ünïcödé", "a, b", "2024", "true", "a  b"],
  },
  { title: "null", content: "" },
  { title: "2024-01-01", content: "---\ntitle: not this\n---\nText" },
  { title: 'A "quoted": # title, with \u00a0 and  two spaces', content: "\uFEFF\r\n \t\r\n" },
  { title: "日本語 🎉", slug: "nihongo", content: "日本語 🎉 \u2028 \u0007 \u0085\n\n```\n---\n```\n" },
  { title: "- [x] {a: b}", content: "---", tags: ["- x", "#y", "'z'", "日本 1"] },
  { title: `${"Long ".repeat(39)}title`, content: "x".repeat(1_000_000) },
  { title: "Longest slug", slug: `${"a1-".repeat(66)}aa`, content: "\\\n<b>raw</b>\n" },
];

describe("an export as Markdown, taken into another organisation", () => {
  beforeAll(async () => {
    tenant = await createTenant("From");
    for (const [index, article] of awkward.entries()) {
      const publishedAt = new Date(`2019-03-04T05:06:0${index}.089Z`);
      const dates = index % 2 ? {} : { status: "published" as const, publishedAt };
      const { id } = await createArticle(tenant.author, { ...article, ...dates });
      if (index === 2) await archiveArticle(tenant.admin.context, id);
      if (index === 4) await unpublishArticle(tenant.admin.context, id);
      if (index === 3) await archiveArticle(tenant.admin.context, id);
    }
  });

  it("gives the same articles, and leaves them alone the next time", async () => {
    expect(await run()).toMatchObject({ articles: awkward.length, organisation: "From" });
    const other = await createTenant("To");
    const take = () => importMarkdown({ directory: place("out"), api: api(other.secretKeys.editor) });
    const first = await take();
    expect(first).toMatchObject({
      outcomes: { created: awkward.length, updated: 0, unchanged: 0 },
      refused: [],
      notes: [],
      ended: undefined,
    });
    const before = await articlesOf(tenant);
    const after = await articlesOf(other);
    expect(new Set(before.map(({ status }) => status))).toEqual(new Set(["draft", "published", "archived"]));
    expect(carried(after)).toEqual(carried(before));
    expect(await take()).toMatchObject({ outcomes: { created: 0, updated: 0, unchanged: awkward.length } });
    expect(await articlesOf(other)).toEqual(after);
  });

  it.each([
    ["json", () => JSON.parse(readFileSync(place("out"), "utf8")).articles],
    [
      "ndjson",
      () =>
        readFileSync(place("out"), "utf8")
          .trimEnd()
          .split("\n")
          .slice(1, -1)
          .map((line) => JSON.parse(line)),
    ],
  ] as const)("is the same as %s", async (format, read) => {
    await run({ format });
    expect(read()).toEqual(await articlesOf(tenant));
  });

  it("takes up a connection that breaks, in the middle of an article too", async () => {
    const totals: number[] = [];
    let advanced = 0;
    const progress = { advance: () => void advanced++, end: () => undefined };
    server.breaks.push(20, 900, 100_000, 1_000_100);
    const startProgress = (total: number) => {
      totals.push(total);
      return progress;
    };
    expect(await run({ format: "json", startProgress })).toMatchObject({ articles: awkward.length });
    expect(server.breaks).toEqual([]);
    expect({ totals, advanced }).toEqual({ totals: [awkward.length], advanced: awkward.length });
    expect(JSON.parse(readFileSync(place("out"), "utf8")).articles).toEqual(await articlesOf(tenant));
  });

  it("leaves nothing behind if the connection keeps breaking", async () => {
    server.breaks.push(...Array.from({ length: 8 }, () => 10));
    await expect(run({ reading: { breaksMax: 3, waitMinMs: 1 } })).rejects.toThrow("4 times in a row");
    expect(readdirSync(directory)).toEqual([]);
  });

  it("leaves nothing behind if it is interrupted, and keeps what was there", async () => {
    await run();
    const ending = new AbortController();
    const startProgress = () => ({ advance: () => ending.abort(), end: () => undefined });
    await expect(
      run({ force: true, startProgress, api: { ...api(), signal: ending.signal } }),
    ).rejects.toThrow();
    expect(readdirSync(directory)).toEqual(["out"]);
    expect(readdirSync(place("out"))).toHaveLength(awkward.length + 1);
  });

  it.each([
    ["editor", "403 Insufficient permissions"],
    ["viewer", "403 Insufficient permissions"],
  ] as const)("is not for the key of %s", async (role, message) => {
    await expect(run({ api: api(tenant.secretKeys[role]) })).rejects.toThrow(message);
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe("a place that is taken", () => {
  it("is not written to without --force, and then holds nothing of before", async () => {
    await run();
    await expect(run()).rejects.toThrow("is there already");
    writeFileSync(place("out/gone.md"), "An article that is gone by now");
    await run({ force: true });
    expect(existsSync(place("out/gone.md"))).toBe(false);
    expect(readdirSync(directory)).toEqual(["out"]);
    await run({ out: place("file"), format: "json" });
    await expect(run({ out: place("file"), format: "json" })).rejects.toThrow("is there already");
    await run({ out: place("file"), format: "json", force: true });
  });

  it("is not replaced if no export made it", async () => {
    mkdirSync(place("out"));
    writeFileSync(place("out/mine.txt"), "precious");
    await expect(run({ force: true })).rejects.toThrow("not a folder that an export made");
    await expect(run({ force: true, format: "json" })).rejects.toThrow("not a file");
    expect(readFileSync(place("out/mine.txt"), "utf8")).toBe("precious");
    await expect(run({ out: place("no/such/folder") })).rejects.toThrow("There is no folder");
  });
});
