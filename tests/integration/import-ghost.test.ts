import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ExportedArticle } from "@/server/export/schema";
import { exitCodeOf, reportLines } from "../../tools/import/report";
import { readArguments } from "../../tools/import-ghost/arguments";
import { importGhost } from "../../tools/import-ghost/run";
import { callJson } from "../support/api";
import { createTenant, type TestTenant } from "../support/factories";
import { serveProgram } from "../support/http-server";
import { startProgram } from "../support/program";

startProgram();
const server = serveProgram();
const fixtures = "tests/fixtures/ghost";
let tenant: TestTenant;

const take = (name: string, site?: string) =>
  importGhost({
    file: `${fixtures}/${name}.json`,
    site,
    api: { url: server.url, key: tenant.secretKeys.editor, waitMinMs: 1 },
  });

async function articles(): Promise<ExportedArticle[]> {
  const { body } = await callJson("GET", "/api/v1/export/articles?format=json", {
    key: tenant.secretKeys.admin,
  });
  return body.articles;
}

const statesOf = (all: ExportedArticle[]) =>
  Object.fromEntries(all.map(({ slug, status, publishedAt }) => [slug, `${status} ${publishedAt}`]));

describe("an export of Ghost 5", () => {
  beforeAll(async () => {
    tenant = await createTenant("From Ghost");
  });

  it("becomes articles; what must not be public are drafts", async () => {
    const result = await take("version-5", "https://old.example");
    expect(result).toMatchObject({
      found: 12,
      outcomes: { created: 10, updated: 0, unchanged: 0 },
      drafts: 5,
      ended: undefined,
    });
    const all = await articles();
    expect(statesOf(all)).toEqual({
      "everything-in-html": "published 2024-01-02T10:00:00.000Z",
      "lexical-alone": "published 2024-01-02T10:00:00.000Z",
      "mobiledoc-alone": "published 2016-05-04T03:02:01.000Z",
      "a-draft": "draft null",
      scheduled: "draft null",
      "a-newsletter": "draft 2024-01-02T10:00:00.000Z",
      "for-members": "draft 2024-01-02T10:00:00.000Z",
      "a-draft-1d1ad12464": "published 2024-01-02T10:00:00.000Z",
      "ueber-uns": "published 2024-01-02T10:00:00.000Z",
      untitled: "draft null",
    });
    const whole = all.find(({ slug }) => slug === "everything-in-html");
    expect(`${whole?.content}\n`).toBe(readFileSync(`${fixtures}/everything-in-html.md`, "utf8"));
    expect(whole?.tags.map(({ name }) => name)).toEqual(["News", "Next.js"]);
  });

  it("is left alone the next time", async () => {
    const before = await articles();
    expect(await take("version-5", "https://old.example")).toMatchObject({
      outcomes: { created: 0, updated: 0, unchanged: 10 },
    });
    expect(await articles()).toEqual(before);
  });

  it("is updated where it has changed", async () => {
    const result = await take("version-5", "https://new.example");
    expect(result.outcomes).toEqual({ created: 0, updated: 2, unchanged: 8 });
  });

  it("is reported, with all that could not be carried", async () => {
    const result = await take("version-5");
    const report = reportLines(result).join("\n");
    for (const line of [
      "  post broken: its Lexical content is broken, and there is no HTML of it",
      '  post torn: its field "html" is not as Ghost writes it: Invalid input: expected string, received number',
      "  post scheduled: it was to be published on 2099-01-01T00:00:00.000Z, and is a draft",
      "  post for-members: it was not for everybody (paid), and is a draft",
      "  page a-draft: it was a page, and is an article like others",
      "  author Ada Lovelace: 2 articles belong to the member who made the key instead",
      "  author Bo: an article belongs to the member who made the key instead",
      "  table tags: 1 of its rows is not as Ghost writes them, and passed over",
      "12 posts: 0 created, 2 updated, 8 unchanged, 2 refused; 5 drafts among them",
    ])
      expect(report).toContain(line);
    expect(exitCodeOf(result)).toBe(1);
  });
});

it("an export of Ghost 0.x becomes articles too", async () => {
  tenant = await createTenant("From long ago");
  expect(await take("version-0")).toMatchObject({ outcomes: { created: 2 }, refused: [] });
  const all = await articles();
  expect(statesOf(all)).toEqual({
    "an-old-post": "published 2010-09-06T13:44:09.000Z",
    "an-old-page": "draft null",
  });
  expect(all.find(({ slug }) => slug === "an-old-post")?.tags).toEqual([
    { slug: "colorado", name: "Colorado" },
  ]);
});

describe("a file that is no export", () => {
  let directory = "";
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "masthead-ghost-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it.each([
    ["no JSON", "<rss>", "is not JSON"],
    ["half of one", '{"db":[{"data":{"posts":[', "is not JSON"],
    ["something else", '{"posts":[]}', "is not an export of Ghost: there is no db[0].data.posts in it"],
    ["another encoding", Buffer.from([0x22, 0xe9, 0x22]), "can't be read"],
  ])("is named: %s", async (_, content, message) => {
    const file = path.join(directory, "export.json");
    writeFileSync(file, content);
    const api = { url: server.url, key: "mh_sk_x" };
    await expect(importGhost({ file, site: undefined, api })).rejects.toMatchObject({
      message: expect.stringContaining(`${file} ${message}`),
      exitCode: 2,
    });
  });

  it("without one the usage is shown", () => {
    const read = (...args: string[]) =>
      readArguments({
        args: [...args, "--key", "k"],
        defaultUrl: "http://localhost",
        env: { NODE_ENV: "test" },
      });
    expect(() => read()).toThrow(/^Which file\?\n\nPublishes/);
    expect(() => read(`${directory}/none`)).toThrow("is not a file");
    const file = `${fixtures}/version-0.json`;
    expect(() => read(file, "--site", "ftp://x")).toThrow("--site must be an http or https address");
    expect(read(file, "--site", "https://old.example/")).toEqual({
      ...{ file, key: "k", url: "http://localhost" },
      site: "https://old.example",
    });
  });
});

describe.each([1, 2, 3, 4])("an export of Ghost %i", (version) => {
  it("becomes articles; what must not be public are drafts", async () => {
    tenant = await createTenant(`From Ghost ${version}`);
    const result = await take(`version-${version}`);
    expect(result).toMatchObject({ refused: [], ended: undefined, drafts: 4 });
    const all = await articles();
    const published = "published 2018-05-04T03:02:01.000Z";
    expect(statesOf(all)).toEqual({
      ...{ first: published, second: published, about: published },
      ...{ draft: "draft null", scheduled: "draft null", undated: "draft null" },
      members: "draft 2018-05-04T03:02:01.000Z",
      ...(version === 4 ? { lexical: published } : {}),
    });
    const first = all.find(({ slug }) => slug === "first");
    expect(first).toMatchObject({ content: "To [the second](second)", tags: [{ name: "Harbour" }] });
    expect(all.find(({ slug }) => slug === "second")?.content).toContain("## Tide\n\n* low");
    const report = reportLines(result).join("\n");
    for (const line of ["members: it was not for everybody", "undated: its date", "about: it was a page"])
      expect(report).toContain(line);
  });
});
