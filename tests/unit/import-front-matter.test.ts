import { describe, expect, test } from "vitest";
import { ArticleError } from "../../tools/import/article-error";
import { parseMarkdown } from "../../tools/import-markdown/document";
import { splitFrontMatter } from "../../tools/import-markdown/front-matter";

const now = new Date("2026-11-22T12:00:00Z");
const read = (text: string, path = "guide/start.md") => parseMarkdown({ path, text }, now);

describe("where front matter ends and the body begins", () => {
  test.each([
    ["line feeds", "---\ntitle: A\n---\nBody\n", "Body\n"],
    ["carriage returns too", "---\r\ntitle: A\r\n---\r\nBody\r\n", "Body\r\n"],
    ["a byte order mark", "\uFEFF---\ntitle: A\n---\nBody", "Body"],
    ["spaces after the fences", "--- \ntitle: A\n---\t\nBody", "Body"],
    ["a blank first line, which belongs to the body", "---\ntitle: A\n---\n\n\nBody", "\n\nBody"],
    ["a rule in the body", "---\ntitle: A\n---\nOne\n\n---\n\nTwo", "One\n\n---\n\nTwo"],
    ["nothing in it", "---\n---\nBody", "Body"],
    ["nothing after it", "---\ntitle: A\n---", ""],
  ])("%s", (_, text, body) => {
    expect(splitFrontMatter(text).body).toBe(body);
  });

  test.each([
    ["a rule", "---\n\nJust text.\n"],
    ["text before it", "Text.\n\n---\n\ntitle: A\n---\nBody"],
    ["a heading of Hugo's shortcode", "{{< figure >}}\nBody"],
    ["prose with a colon", "Note: this is prose.\n\nMore"],
    ["a rule, text and a rule", "---\nJust a paragraph.\n---\nMore"],
    ["a list between rules", "---\n- one\n- two\n---\nMore"],
  ])("%s: all of it is body", (_, text) => {
    expect(splitFrontMatter(text)).toEqual({ data: new Map(), body: text });
  });

  test("a byte order mark without front matter is not part of the body", () => {
    expect(splitFrontMatter("\uFEFF# Title").body).toBe("# Title");
  });
});

describe("what front matter may not do", () => {
  test("broken YAML is refused, with the place", () => {
    expect(() => read("---\ntitle: a: b: c\n---\nBody")).toThrow(/not valid YAML.*line 1/);
  });

  test("aliases can't make a small document huge", () => {
    const levels = "bcdefghij".split("").map((name, index) => {
      const previous = "abcdefghij".charAt(index);
      return `${name}: &${name} [${Array(9).fill(`*${previous}`).join(",")}]`;
    });
    const bomb = `---\na: &a [x,x,x]\n${levels.join("\n")}\n---\nBody`;
    expect(() => read(bomb)).toThrow(ArticleError);
  });

  test("keys of objects' own machinery are just keys", () => {
    const { data } = splitFrontMatter("---\n__proto__:\n  polluted: yes\nconstructor: 1\n---\nBody");
    expect(data.get("constructor")).toBe(1);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("front matter beyond 64 KiB is refused", () => {
    expect(() => read(`---\ntitle: ${"x".repeat(70_000)}\n---\nBody`)).toThrow(/64 KiB/);
  });
});

describe("what front matter says", () => {
  test("title, date, tags and draft", () => {
    expect(
      read("---\ntitle: 'A: b'\ndate: 2024-05-01\ntags: [one, two, 3]\ndraft: true\n---\nBody"),
    ).toMatchObject({
      title: "A: b",
      publishedAt: new Date("2024-05-01T00:00:00Z"),
      tags: ["one", "two", "3"],
      status: "draft",
      content: "Body",
      notes: [],
    });
  });

  test("without any of it, it is published, without tags", () => {
    expect(read("# Hello\n")).toMatchObject({
      title: "Hello",
      status: "published",
      tags: [],
      publishedAt: undefined,
    });
  });

  test("tags between commas, twice, with spaces", () => {
    expect(read("---\ntags: one,  two words , one,,\n---\nBody").tags).toEqual(["one", "two words"]);
  });

  test("tags that are no names are left out, and noted", () => {
    const { tags, notes } = read("---\ntags: [one, {a: b}, null]\n---\nBody");
    expect(tags).toEqual(["one"]);
    expect(notes).toHaveLength(1);
  });

  test.each([
    ["2024-05-01T10:30:00+02:00", "2024-05-01T08:30:00.000Z"],
    ["2024-05-01 10:30", "2024-05-01T10:30:00.000Z"],
    ["2024-5-1", "2024-05-01T00:00:00.000Z"],
    ["2024-05-01 10:30:00 +0200", "2024-05-01T08:30:00.000Z"],
    ["May 1, 2024", "2024-05-01T00:00:00.000Z"],
  ])("date %s", (date, expected) => {
    expect(read(`---\ndate: ${date}\n---\nBody`).publishedAt?.toISOString()).toBe(expected);
  });

  test.each(["2024-02-30", "soon", "12", "v1", "[1, 2]"])("date %s makes a draft, and is noted", (date) => {
    const { publishedAt, status, notes } = read(`---\ndate: ${date}\n---\nBody`);
    expect({ publishedAt, status }).toEqual({ publishedAt: undefined, status: "draft" });
    expect(notes).toEqual([expect.stringContaining("is not understood as a date")]);
  });

  test("a date in the future keeps it a draft", () => {
    const { status, publishedAt, notes } = read("---\ndate: 2099-01-01\n---\nBody");
    expect({ status, publishedAt, notes: notes.length }).toEqual({
      status: "draft",
      publishedAt: undefined,
      notes: 1,
    });
  });

  test.each([
    ["status: draft", "draft", 0],
    ["status: Published", "published", 0],
    ["status: archived", "archived", 0],
    ["status: archived\ndraft: true", "archived", 0],
    ["status: published\ndraft: true", "draft", 0],
    ["status: archived\ndate: 2099-01-01", "draft", 1],
    ["status:", "published", 0],
    ["status: [1]", "draft", 1],
    ["status: in review", "draft", 1],
  ])("%j means %s, with %i notes", (yaml, status, notes) => {
    const article = read(`---\n${yaml}\n---\nBody`);
    expect({ status: article.status, notes: article.notes.length }).toEqual({ status, notes });
  });

  test("a file of front matter alone has empty content, which the server may refuse", () => {
    expect(read("---\ntitle: A\n---\n").content).toBe("");
  });

  test("a file of nothing but white space is refused", () => {
    expect(() => read(" \n\n")).toThrow(/empty/);
  });
});

describe("dialects of front matter", () => {
  test.each([
    ["a blank line before", "\n---\ntitle: A\ndraft: true\n---\nBody"],
    ["two byte order marks", "\uFEFF\uFEFF---\ntitle: A\ndraft: true\n---\nBody"],
    ["a comment before", "<!-- kept by hand -->\n---\ntitle: A\ndraft: true\n---\nBody"],
    ["carriage returns alone", "---\rtitle: A\rdraft: true\r---\rBody"],
    ["dots at the end", "---\ntitle: A\ndraft: true\n...\nBody"],
    ["TOML", '+++\ntitle = "A"\ndraft = true\n+++\nBody'],
    ["JSON", '{\n "title": "A",\n "draft": true\n}\nBody'],
    ["a named language", "---yaml\ntitle: A\ndraft: true\n---\nBody"],
    ["TOML by name", '---toml\ntitle = "A"\ndraft = true\n---\nBody'],
    ["JSON by name", '---json\n{"title": "A", "draft": true}\n---\nBody'],
    ["JSON with semicolons", '"title": "A",\n"draft": true\n;;;\nBody'],
    ["Hexo", "title: A\ndraft: true\n---\nBody"],
    ["Pelican", "Title: A\nStatus: draft\n\nBody"],
    ["Nikola", "<!--\n.. title: A\n.. status: draft\n-->\nBody"],
    ["Pico", "/*\nTitle: A\nDraft: yes\n*/\nBody"],
  ])("%s", (_, text) => {
    expect(read(text)).toMatchObject({ title: "A", status: "draft", content: "Body" });
  });

  test.each([
    ["never closed", "---\ntitle: A\ndraft: true\n\nBody"],
    ["broken after a comment", "---\n# by hand\ntitle: A: b\ndraft: true\n---\nBody"],
    ["broken in another script", "---\n標題: 港: 北側\ndraft: true\n---\nBody"],
    ["broken behind a quoted key", '---\n"title": A: b\ndraft: true\n---\nBody'],
    ["no blanks behind the colons", "---\ntitle:A\ndraft:true\n---\nBody"],
    ["broken TOML", "+++\ntitle = A\n+++\nBody"],
    ["TOML that never ends", '+++\ntitle = "A"\ndraft = true\n\nBody'],
    ["broken JSON", '{\n "title": A\n}\nBody'],
    ["JSON that never ends", '{\n "title": "A",\nBody'],
    ["JavaScript", "---js\nmodule.exports = {}\n---\nBody"],
    ["half of Hexo's", "title: A\nand then prose\n\nBody"],
    ["a heading before", "# By hand\n---\ntitle: A\n---\nBody"],
  ])("%s is refused", (_, text) => {
    expect(() => read(text)).toThrow(ArticleError);
  });
});

describe("what isn't for everybody, or not yet", () => {
  test.each([
    "draft: 1",
    "Draft: true",
    "DRAFT: Y",
    "published: false",
    "publish: no",
    "publish:",
    "private: true",
    "unlisted: on",
    "hidden: x",
    "visibility: members",
    "status: private",
    "state: pending",
    "post_status: future",
    "publishDate: 2099-01-01",
    "expiryDate: 2020-01-01",
    "expires: soon",
    "published_at: 2099-01-01",
    "sitemap:\n  exclude: true",
    "_build:\n  render: never",
    "permalink: false",
    "password: tide",
    "members_only: true",
    "robots: noindex",
    "eleventyExcludeFromCollections: true",
    "isPublished: 0",
    "embargo: 2099-01-01",
  ])("%j", (line) => {
    const { status, notes } = read(`---\ntitle: A\n${line}\n---\nBody`);
    expect(status).toBe("draft");
    if (!/^draft: 1|^Draft|^DRAFT/.test(line)) expect(notes.join()).toContain("it is a draft, since");
  });

  test.each([
    "draft: false",
    "draft: 0",
    "draft:",
    "published: true",
    "published: 2016-07-09",
    "publish: 1",
    "status: publish",
    "visibility: Public",
    "private: no",
    "expiryDate: 2099-01-01",
    "password: ''",
    "sitemap:\n  priority: 0.5",
  ])("but %j is", (line) => {
    expect(read(`---\ntitle: A\n${line}\n---\nBody`).status).toBe("published");
  });
});
