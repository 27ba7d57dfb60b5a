import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findMarkdownFiles } from "../../tools/import-markdown/files";
import { pathMetadata } from "../../tools/import-markdown/path-metadata";

describe("what a path says", () => {
  test.each([
    ["01-app/02-guides/mdx.mdx", "01-app-02-guides-mdx", "Mdx"],
    ["Über uns/Näher.md", "ueber-uns-naeher", "Näher"],
    ["a__b--c.md", "a-b-c", "A b c"],
    ["_posts/2016-07-09-first-swim.md", "first-swim", "First swim"],
    ["posts/old-pier/index.md", "old-pier", "Old pier"],
    ["blog/2016-07-09-storm/index.md", "blog-storm", "Storm"],
    ["blog/2016-07-09/index.md", "blog-2016-07-09", "2016-07-09"],
    ["tide.de.md", "tide", "Tide"],
    ["node.js.md", "node-js", "Node.js"],
    ["quay.markdown", "quay", "Quay"],
    ["docs/README.md", "docs", "Docs"],
  ])("%s", (file, slug, title) => {
    expect(pathMetadata(file)).toMatchObject({ slug, title });
  });

  test.each([
    ["_posts/2016-07-09-first-swim.md", "2016-07-09"],
    ["blog/2016-07-09/index.md", "2016-07-09"],
    ["2016/07/09/storm.md", "2016-07-09"],
    ["2016-13-09-storm.md", undefined],
    ["storm.md", undefined],
  ])("%s was published on %s", (file, date) => {
    expect(pathMetadata(file).date?.toISOString().slice(0, 10)).toBe(date);
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
  const found = () => findMarkdownFiles(directory).files.map((file) => file.path);

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

  test("links never lead out of the directory, and pipes are no files", () => {
    const outside = mkdtempSync(path.join(tmpdir(), "masthead-outside-"));
    writeFileSync(path.join(outside, "secret.md"), "x");
    put("in.md");
    symlinkSync(path.join(outside, "secret.md"), path.join(directory, "notes.md"));
    symlinkSync(outside, path.join(directory, "folder"));
    symlinkSync("/dev/zero", path.join(directory, "endless.md"));
    execFileSync("mkfifo", [path.join(directory, "pipe.md")]);
    const { files, passedOver } = findMarkdownFiles(directory);
    rmSync(outside, { recursive: true });
    expect(files.map((file) => file.path)).toEqual(["in.md"]);
    expect(passedOver).toEqual([
      { path: "pipe.md", reason: "is no file, but a device, pipe or socket" },
      { path: "endless.md", reason: "is a link that leads out of the folder" },
      { path: "folder", reason: "is a link that leads out of the folder" },
      { path: "notes.md", reason: "is a link that leads out of the folder" },
    ]);
  });

  test("what isn't for readers is passed over, and named", () => {
    for (const name of [
      "a.md",
      "README.md",
      "CHANGELOG.md",
      "b/README.md",
      "_drafts/c.md",
      "node_modules/d/e.md",
    ])
      put(name);
    for (const name of ["Templates/f.md", "blog/_index.md", "g.html", "drafts/h.md"]) put(name);
    const { files, passedOver } = findMarkdownFiles(directory);
    expect(files.map((file) => file.path)).toEqual(["a.md", "b/README.md"]);
    expect(passedOver.map((one) => one.path)).toEqual([
      "CHANGELOG.md",
      "README.md",
      "Templates/",
      "_drafts/",
      "blog/_index.md",
      "drafts/",
      "g.html",
      "node_modules/",
    ]);
  });
});
