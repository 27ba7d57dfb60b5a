import { describe, expect, test } from "vitest";
import { Fields } from "../../tools/import/fields";
import { Findings } from "../../tools/import/findings";
import { linksOf, rewriteLinks } from "../../tools/import/links";
import { reportLines } from "../../tools/import/report";
import { tagsFrom } from "../../tools/import/tags";
import { withoutCode } from "../../tools/import-markdown/code";
import { withoutComments } from "../../tools/import-markdown/comments";
import { parseMarkdown } from "../../tools/import-markdown/document";
import { FileIndex } from "../../tools/import-markdown/file-index";
import { removeForeignSyntax } from "../../tools/import-markdown/foreign-syntax";
import { splitFrontMatter } from "../../tools/import-markdown/front-matter";
import { linkedContent } from "../../tools/import-markdown/linked";
import { readTags } from "../../tools/import-markdown/tags-field";

const uncommented = (text: string, reasons: string[] = []) => withoutComments(text, new Findings(), reasons);
const read = (text: string) => {
  const findings = new Findings();
  return { ...removeForeignSyntax(text, findings), lines: findings.lines() };
};

describe("comments", () => {
  test.each([
    ["a <!-- b --> c", "a  c"],
    ["a %%b\nb%% c", "a  c"],
    ["a {/* b */} c", "a  c"],
    ["a {{/* b */}} c", "a  c"],
    ["a {# b #} c", "a  c"],
    ["a {% comment %}b{% endcomment %} c", "a  c"],
    ["a {::comment}b{:/comment} c", "a  c"],
    ["a {{< comment >}}b{{< /comment >}} c", "a  c"],
    ["a\n\n[//]: # (b)\n\nc", "a\n\n\nc"],
    ["`<!-- a -->` and ``%%b%%``", "`<!-- a -->` and ``%%b%%``"],
    ["```\n{/* a */}\n```", "```\n{/* a */}\n```"],
    ["it rose by 50%% and 60%%", "it rose by 50%% and 60%%"],
  ])("%j", (text, left) => {
    expect(uncommented(text)).toBe(left);
  });

  test.each(["a <!-- b", "a %% b", "a {/* b", "a {% comment %} b"])("%j never ends", (text) => {
    const reasons: string[] = [];
    expect(uncommented(text, reasons)).toBe("a ");
    expect(reasons).toEqual(["a comment in it never ends"]);
  });
});

describe("syntax of other systems", () => {
  test.each([
    ["{{< figure src=a >}}", "a Hugo shortcode {{< >}}"],
    ["{% include a %}", "a template tag {% %}"],
    ["{{ page.title }}", "a template expression {{ }}"],
    [":::note\nA\n:::", "an admonition or directive :::"],
    ["!!! note\n    A", "an admonition !!!"],
    ["<Tabs>a</Tabs>", "a component of JSX <Tabs>"],
    ["a ==b== c", "a mark ==of highlighting=="],
  ])("%j is noted, and stays", (text, line) => {
    expect(read(text)).toEqual({ content: text, reasons: [], lines: expect.arrayContaining([line]) });
  });

  test.each([
    "{% if user %}a{% endif %}",
    "{{< private >}}a{{< /private >}}",
    '<div hidden="">a</div>',
    "<Paywall>a</Paywall>",
    ":::members-only\na\n:::",
  ])("%j isn't for everybody", (text) => {
    expect(read(text).reasons).not.toEqual([]);
  });

  test.each([
    ["import A from './a';\n\nWords.", "\n\nWords."],
    ["import {\n  A,\n} from './a';\nexport const b = 1;\n\nWords.", "\n\nWords."],
    ["import duties rose, and nobody\nknew.", "import duties rose, and nobody\nknew."],
    ["```js\nimport a from 'a';\n```\n", "```js\nimport a from 'a';\n```\n"],
  ])("modules: %j", (text, content) => {
    expect(read(text).content).toBe(content);
  });
});

describe("links", () => {
  test("are what the parser says, not what looks like them", () => {
    const text = '[a](b "t") ![c](<d e>) [f]\n\n[f]: g\n\n`[h](i)`\n\n```\n[j](k)\n```';
    expect(linksOf(text).map(({ address }) => address)).toEqual(["b", "d e", "g"]);
    const moved = rewriteLinks(text, withoutCode(text), ({ address }) => `/x/${address}`);
    expect(moved).toBe('[a](/x/b "t") ![c](</x/d e>) [f]\n\n[f]: /x/g\n\n`[h](i)`\n\n```\n[j](k)\n```');
  });

  const files = new FileIndex();
  files.add("posts/Old pier.md", ["/2016/old-pier"]);
  files.add("posts/storm/index.md", []);
  const slugs: Record<string, string> = { "posts/Old pier.md": "old-pier", "posts/storm/index.md": "storm" };
  const context = { files, addresses: { slugOf: (id: string) => slugs[id] }, site: "https://a.example/blog" };

  test.each([
    ["[a](Old%20pier.md)", "[a](old-pier)"],
    ["[a](storm/#b)", "[a](storm#b)"],
    ["[a](/2016/old-pier/)", "[a](old-pier)"],
    ["[[Old pier]] [[Old pier#Low tide|there]]", "[Old pier](old-pier) [there](old-pier)"],
    ["[a](#b) [c](https://d.example)", "[a](#b) [c](https://d.example)"],
    ["![a](b.png)", "![a](https://a.example/blog/posts/b.png)"],
    ["[a](/b)", "[a](https://a.example/blog/b)"],
  ])("%j in posts/", (text, linked) => {
    expect(linkedContent(text, "posts/a.md", context, new Findings())).toBe(linked);
  });
});

describe("tags", () => {
  test.each([
    [{ tags: "a, b; a" }, "x.md", ["a", "b"]],
    [{ tags: "a b" }, "x.md", ["a b"]],
    [{ tags: "a b" }, "_posts/x.md", ["a", "b"]],
    [{ tag: "a b", layout: "post" }, "x.md", ["a b"]],
    [{ tags: ["#a", { name: "b" }, 3], category: "c" }, "x.md", ["a", "3", "c"]],
    [{ tags: ["港口", "Next.js", "next.js"] }, "x.md", ["港口", "Next.js"]],
  ])("%j in %s", (fields, path, tags) => {
    expect(readTags(new Fields(Object.entries(fields)), path, [])).toEqual(tags);
  });

  test("thousands of them are read once, and only some of those left out are named", () => {
    const notes: string[] = [];
    const names = Array.from({ length: 20_000 }, (_, index) => `tag ${index}`);
    expect(tagsFrom(names, notes)).toEqual(names.slice(0, 20));
    expect(notes).toEqual([expect.stringMatching(/20 of its 20000 tags .*"tag 39" and 19960 more$/)]);
  });
});

test.each([
  "<!--",
  "%%",
  "{/*",
  "[[",
  "![",
  "---\n",
  "`",
  "`a",
  "import ",
  "import {\n",
  "{{<",
  "[//]: # ",
  "<a ",
])("a mebibyte of %j is read in a moment", (unit) => {
  const text = unit.repeat(2 ** 20 / unit.length);
  const context = { files: new FileIndex(), addresses: { slugOf: () => undefined }, site: undefined };
  splitFrontMatter(text);
  linkedContent(removeForeignSyntax(text, new Findings()).content, "a.md", context, new Findings());
});

test.each([
  ["JSON", `{"a":${"[".repeat(30_000)}${"]".repeat(30_000)}}\nx`],
  ["TOML", `+++\na = ${"[".repeat(30_000)}${"]".repeat(30_000)}\n+++\nx`],
  ["YAML", `---\na: ${"[".repeat(30_000)}${"]".repeat(30_000)}\n---\nx`],
])("%s nested too deeply is refused, and ends nothing else", (_, text) => {
  expect(() => parseMarkdown({ path: "a.md", text })).toThrow(
    expect.objectContaining({ name: "ArticleError" }),
  );
});

test("a report's lines hold no characters that steer a terminal", () => {
  const item = { path: "a\u001b[2Jb", note: "it is \u001b]0;x\u0007\nso" };
  const lines = reportLines({
    ...{
      noun: "file",
      found: 1,
      outcomes: { created: 1, updated: 0, unchanged: 0 },
      drafts: 0,
      durationMs: 1,
    },
    ...{
      refused: [],
      notes: [item],
      passedOver: [{ path: "\u009bx", reason: "is hidden" }],
      ended: undefined,
    },
  });
  expect(lines.join("\n")).not.toMatch(/(?!\n)\p{Cc}/u);
});
