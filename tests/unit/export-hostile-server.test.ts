import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileNameOf } from "../../tools/export/file-name";
import { runExport } from "../../tools/export/run";
import { Api } from "../../tools/rest/client";
import { describeError } from "../../tools/rest/describe-error";

const id = (number: number) => `01890000-0000-7000-8000-${String(number).padStart(12, "0")}`;
const at = "2024-01-01T00:00:00.000Z";
const article = (slug: string, number = 1) => ({
  ...{
    id: id(number),
    slug,
    title: "T",
    status: "published",
    publishedAt: at,
    publishAt: null,
    unpublishAt: null,
    createdAt: at,
    updatedAt: at,
  },
  ...{ version: 1, author: { id: id(0), name: "A" }, tags: [], content: "written by a stranger" },
});
const header = {
  ...{ format: "masthead.articles", version: 1, exportedAt: at, total: 1 },
  organisation: { slug: "o", name: "O" },
};

let directory = "";
let server: Server;
let answer: RequestListener;
const url = () => `http://localhost:${(server.address() as AddressInfo).port}`;
const place = (name: string) => path.join(directory, name);

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), "masthead-hostile-"));
  server = createServer((request, response) => answer(request, response)).listen(0);
  await once(server, "listening");
});
afterEach(async () => {
  rmSync(directory, { recursive: true });
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

const sends = (...lines: object[]) => {
  answer = (_, response) => response.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
};
const run = (out = "deep/out") =>
  runExport({
    ...{ out: place(out), format: "markdown", force: true, api: { url: url(), key: "k", waitMinMs: 1 } },
    reading: { breaksMax: 1, waitMinMs: 1 },
  });

describe("an export from a server that means harm", () => {
  beforeEach(() => mkdirSync(place("deep")));

  it.each([
    "../../x",
    "../x",
    "..",
    ".",
    "",
    "/tmp/x",
    "a/b",
    "a\\b",
    "..\\x",
    "c:x",
    "a:stream",
    ".masthead-export.json",
    "-rf",
    "a\0b",
    "a\nb",
    "a b",
    "a\u202eb",
    "%2e%2e%2fx",
    "a".repeat(5000),
  ])("writes no file called %j, and leaves nothing behind", async (slug) => {
    sends(header, article(slug), { end: true, articles: 1 });
    await expect(run()).rejects.toThrow("a slug that can't be the name of a file");
    expect(readdirSync(directory)).toEqual(["deep"]);
    expect(readdirSync(place("deep"))).toEqual([]);
  });

  it("takes no link for the folder that it replaces", async () => {
    mkdirSync(place("victim"));
    symlinkSync(place("victim"), place("deep/out"));
    sends(header, article("a"), { end: true, articles: 1 });
    await expect(run()).rejects.toThrow("not a folder that an export made");
    expect(readdirSync(place("victim"))).toEqual([]);
  });

  it("ends where an article comes twice, or the same one for ever", async () => {
    sends(header, article("a", 2), article("b", 1), { end: true, articles: 2 });
    await expect(run()).rejects.toThrow("the server sends an article twice");
    sends(header, article("a"));
    await expect(run()).rejects.toThrow("the server sends an article twice");
    expect(readdirSync(place("deep"))).toEqual([]);
  });
});

describe("the name of an article's file", () => {
  it.each(["tides", "2024-01-02", "a_b", "gezeiten-über-nacht", "日本語-web", "हिन्दी"])(
    "is its slug: %s",
    (slug) => {
      expect(fileNameOf({ id: id(1), slug })).toBe(`${slug}.md`);
    },
  );

  it.each(["con", "lpt1", "日本語".repeat(60), `a${"𠮷".repeat(90)}`])(
    "fits in every file system: %s",
    (slug) => {
      const name = fileNameOf({ id: id(1), slug });
      expect(name).toMatch(/-[0-9a-f]{10}\.md$/);
      expect(Buffer.byteLength(name)).toBeLessThan(250);
      expect(name.isWellFormed()).toBe(true);
    },
  );
});

describe("an answer of the API", () => {
  it("is read up to a size that no true one has", async () => {
    answer = (_, response) => {
      const more = () => {
        while (response.write("x".repeat(64 * 1024)));
      };
      response.on("drain", more);
      more();
    };
    await expect(new Api({ url: url(), key: "k" }).send("GET", "/api/v1/me")).rejects.toThrow(
      "it answers with more than 16 MiB",
    );
  });

  it("is shown as one line without control characters, and not at any length", () => {
    const said = describeError(400, { error: "\u001b]0;owned\u0007a\r\nb\u202ec", details: [] });
    expect(said).toBe("400  ]0;owned a b c");
    expect(describeError(400, { error: "x".repeat(100_000) })).toHaveLength(501);
  });
});
