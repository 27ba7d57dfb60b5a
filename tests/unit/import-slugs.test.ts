import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findMarkdownFiles } from "../../scripts/import-markdown/files";
import { slugsOf } from "../../scripts/import-markdown/slugs";

const slugOne = (file: string) => slugsOf([file]).get(file);

describe("slugs of paths", () => {
  test.each([
    ["01-app/02-guides/mdx.mdx", "01-app-02-guides-mdx"],
    ["Über uns/Näher.md", "ueber-uns-naeher"],
    ["a__b--c.md", "a-b-c"],
    ["getServerSideProps.md", "getserversideprops"],
  ])("%s", (file, slug) => {
    expect(slugOne(file)).toBe(slug);
  });

  test("of names without latin letters are of their own", () => {
    expect(slugOne("日本.md")).toBe("日本");
  });

  test("that are too long are cut, and stay apart", () => {
    const [a, b] = [`${"x".repeat(300)}/a.md`, `${"x".repeat(300)}/b.md`];
    const slugs = slugsOf([a, b]);
    expect(slugs.get(a)).not.toBe(slugs.get(b));
    for (const slug of slugs.values()) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    for (const slug of slugs.values()) expect(slug.length).toBeLessThanOrEqual(200);
  });

  test("that collide get a hash of their path, the first one keeps its own", () => {
    const slugs = slugsOf(["a/b.md", "a-b.md", "a-b.mdx"].sort());
    expect(new Set(slugs.values()).size).toBe(3);
    expect(slugs.get("a-b.md")).toBe("a-b");
    expect(slugs.get("a/b.md")).toMatch(/^a-b-[0-9a-f]{10}$/);
  });

  test("are the same in every run", () => {
    const files = ["a-b.md", "a/b.md", "c.md"];
    expect([...slugsOf(files)]).toEqual([...slugsOf(files)]);
  });
});

describe("finding files", () => {
  let directory = "";
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "masthead-import-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const put = (name: string) => {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    writeFileSync(path.join(directory, name), "x");
  };
  const found = () => findMarkdownFiles(directory).map((file) => file.path);

  test("takes Markdown in all folders, sorted, and no dot names", () => {
    for (const name of ["b.md", "a/c.MDX", "a.md", "a.txt", ".git/d.md", ".e.md", "a/md"]) put(name);
    expect(found()).toEqual(["a.md", "a/c.MDX", "b.md"]);
  });

  test("links in circles and links to nowhere do no harm", () => {
    put("a/one.md");
    symlinkSync("..", path.join(directory, "a/up"));
    symlinkSync("a", path.join(directory, "0-link"));
    symlinkSync("self", path.join(directory, "self"));
    symlinkSync("nowhere.md", path.join(directory, "broken.md"));
    symlinkSync("a/one.md", path.join(directory, "linked.md"));
    expect(found()).toEqual(["a/one.md", "linked.md"]);
  });
});
