import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exitCodeOf, reportLines } from "../../tools/import/report";
import { importMarkdown } from "../../tools/import-markdown/run";
import { ArticleServer } from "./import-article-server";

let directory = "";
let server: ArticleServer;

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), "masthead-import-"));
  server = await ArticleServer.start();
});

afterEach(async () => {
  rmSync(directory, { recursive: true });
  await server.stop();
});

function put(name: string, content: string | Buffer): void {
  mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
  writeFileSync(path.join(directory, name), content);
}

const run = (api: { key?: string; url?: string; attemptsMax?: number; timeoutMs?: number } = {}) =>
  importMarkdown({ directory, api: { url: server.url, key: "good", waitMinMs: 5, ...api } });

test("creates, then leaves alone, then updates what has changed", async () => {
  put("one.md", "---\ntitle: One\ntags: [Next.js, b]\ndate: 2024-01-02\n---\n\nBody\r\n");
  put("two/three.mdx", "# Three\n");
  put("draft.md", "---\ndraft: true\n---\nLater");
  expect(await run()).toMatchObject({
    outcomes: { created: 3, updated: 0, unchanged: 0 },
    drafts: 1,
    refused: [],
  });
  expect(server.articles.get("one")).toMatchObject({
    content: "\nBody\r\n",
    publishedAt: "2024-01-02T00:00:00.000Z",
  });
  expect(server.articles.get("two-three")).toMatchObject({ title: "Three", status: "published" });

  const writes = server.writes;
  expect(await run()).toMatchObject({ outcomes: { created: 0, updated: 0, unchanged: 3 } });
  expect(server.writes).toBe(writes);

  put("draft.md", "Now");
  put("one.md", "# One, changed\n");
  expect(await run()).toMatchObject({ outcomes: { created: 0, updated: 2, unchanged: 1 }, drafts: 0 });
  expect(server.articles.get("draft")).toMatchObject({ content: "Now", status: "published" });
  expect(server.articles.get("one")).toMatchObject({ title: "One, changed", tags: [] });
  expect(server.articles.size).toBe(3);
});

test("a published file that becomes a draft is unpublished; an archived article stays archived", async () => {
  put("a.md", "A");
  put("b.md", "B");
  await run();
  put("a.md", "---\ndraft: true\n---\nA");
  const archived = server.articles.get("b");
  if (archived) archived.status = "archived";
  const result = await run();
  expect(server.articles.get("a")?.status).toBe("draft");
  expect(server.articles.get("b")?.status).toBe("archived");
  expect(result).toMatchObject({ outcomes: { updated: 1, unchanged: 1 } });
  expect(result.notes).toEqual([{ path: "b.md", note: expect.stringContaining("archived") }]);
});

test("survives 429, 503, dropped connections and lost answers, without duplicates", async () => {
  for (let number = 0; number < 30; number += 1) put(`file-${number}.md`, `# File ${number}\n`);
  server.faults = ["503", "429-seconds", "drop-before", "drop-after", "429-date", "drop-after", "503"];
  server.delayMs = 25;
  const result = await run();
  expect(server.faults).toEqual([]);
  expect(result).toMatchObject({ found: 30, outcomes: { created: 30 }, refused: [], ended: undefined });
  expect(server.articles.size).toBe(30);
  expect(server.early).toBe(0); // nobody came back before the time that Retry-After named
  expect(server.concurrentMax).toBeLessThanOrEqual(4);
});

test("a server that does not answer in time is asked again", async () => {
  put("a.md", "A");
  server.faults = ["hang"];
  expect(await run({ timeoutMs: 300 })).toMatchObject({ outcomes: { created: 1 } });
});

test("refuses what can't be an article, by path and with the reason, and goes on", async () => {
  put("good.md", "Good");
  put("empty.md", "");
  put("nul.md", "a\0b");
  put("latin1.md", Buffer.from([0x63, 0x61, 0x66, 0xe9]));
  put("huge.md", "x".repeat(1024 * 1024 + 1));
  put("escapes.md", '"'.repeat(900_000));
  const result = await run();
  const reasons = Object.fromEntries(result.refused.map(({ path: file, reason }) => [file, reason]));
  expect(reasons).toEqual({
    "empty.md": "it is empty",
    "nul.md": expect.stringContaining("NUL"),
    "latin1.md": "it is not valid UTF-8",
    "huge.md": "it is larger than 1 MiB",
    "escapes.md": "as a request it is larger than 1 MiB",
  });
  expect(exitCodeOf(result)).toBe(1);
  const report = reportLines(result).join("\n");
  expect(report).toContain("latin1.md: it is not valid UTF-8");
  expect(report).toContain("6 files: 1 created, 0 updated, 0 unchanged, 5 refused");
});

test("a fault that does not pass is a refusal after the last attempt", async () => {
  put("a.md", "A");
  server.faultsOfSlug.set("a", 500);
  const result = await run({ attemptsMax: 3 });
  expect(result.refused).toEqual([{ path: "a.md", reason: "the server says after 3 attempts: 500 Down" }]);
});

test.each([
  ["bad", "the server does not accept this key: 401 Invalid key"],
  ["reader", "this key may not do that: 403 Insufficient permissions"],
])("the key %s ends the run at once", async (key, message) => {
  for (let number = 0; number < 20; number += 1) put(`file-${number}.md`, "x");
  const result = await run({ key });
  expect(result.ended).toMatchObject({ message });
  expect(server.articles.size).toBe(0);
  expect(server.requests).toBeLessThanOrEqual(30); // what has the addresses is asked first
  expect(exitCodeOf(result)).toBe(1);
  expect(reportLines(result).join("\n")).toContain("20 files not tried");
});

test("an address where nobody answers ends the run", async () => {
  put("a.md", "A");
  const { url } = server;
  await server.stop();
  const result = await run({ url, attemptsMax: 2 });
  server = await ArticleServer.start();
  expect(result.ended).toMatchObject({
    message: expect.stringContaining("after 2 attempts: connect ECONNREFUSED"),
  });
});
