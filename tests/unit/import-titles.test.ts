import { describe, expect, test } from "vitest";
import { firstHeading, shortenTitle, titleOfPath } from "../../tools/import/title";
import { parseMarkdown } from "../../tools/import-markdown/document";

describe("the first heading", () => {
  test.each([
    ["ATX", "Intro\n\n## Second **level** with `code` ##\n\n# First", "Second level with code"],
    ["setext", "Intro\n\nA title\n=======\n", "A title"],
    ["setext of the second level", "A title\n---\n", "A title"],
    ["a link and an image", "# [Docs](https://example.com) ![logo](a.png)", "Docs logo"],
    ["after a code block", "```sh\n# not this\n```\n\n# This", "This"],
    ["after a tilde block with backticks in it", "~~~\n```\n# not this\n~~~\n# This", "This"],
    ["after an indented block", "    # not this\n\n# This", "This"],
    ["after a comment", "<!--\n# not this\n-->\n\n# This", "This"],
    ["after MDX imports", 'import X from "./x"\n\nexport const a = { b: "# no" }\n\n# This <X />', "This"],
    ["an empty one is passed over", "#\n\n## This", "This"],
  ])("%s", (_, markdown, title) => {
    expect(firstHeading(markdown)?.title).toBe(title);
  });

  test.each(["No heading", "```\n# only code\n```", "#hashtag", "***\n\n---"])("%j has none", (markdown) => {
    expect(firstHeading(markdown)).toBeUndefined();
  });
});

describe("a title from a path", () => {
  test.each([
    ["guide/02-getting_started.md", "Getting started"],
    ["README.MD", "README"],
    ["a.mdx", "A"],
    ["2024.md", "2024"],
    ["-.md", "-"],
  ])("%s", (path, title) => {
    expect(titleOfPath(path)).toBe(title);
  });
});

describe("long titles", () => {
  test("200 characters stay", () => {
    expect(shortenTitle("x".repeat(200))).toHaveLength(200);
  });

  test("are cut at a word", () => {
    const short = shortenTitle("word ".repeat(50).trim());
    expect(short).toMatch(/word…$/);
    expect(short.length).toBeLessThanOrEqual(200);
  });

  test("without words are cut anywhere, but never through a character", () => {
    const short = shortenTitle(`x${"😀".repeat(150)}`);
    expect(short.length).toBeLessThanOrEqual(200);
    expect(short.isWellFormed()).toBe(true);
    expect(short.endsWith("…")).toBe(true);
  });

  test("are noted", () => {
    const { notes, title } = parseMarkdown({ path: "a.md", text: `# ${"long ".repeat(60)}\n` });
    expect(title.length).toBeLessThanOrEqual(200);
    expect(notes).toEqual([expect.stringContaining("longer than 200 characters")]);
  });
});
