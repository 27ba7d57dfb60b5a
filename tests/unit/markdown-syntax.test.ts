import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderToHtml } from "@/markdown/render";

/** Links within the text that lead nowhere. */
function deadLinks(html: string): string[] {
  const ids = new Set([...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
  return [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id ?? "").filter((id) => !ids.has(id));
}

describe("links within a text", () => {
  it.each([
    ["to a heading", "[To the quay](#the-quay)\n\n## The quay"],
    ["to a heading in another script", "[港へ](#港の壁)\n\n## 港の壁"],
    ["percent-encoded", "[x](#gr%C3%B6%C3%9Fe)\n\n## Größe"],
    ["to a heading's own id", "[x](#w)\n\n## Walls {#w}"],
    ["to the second of two headings", "[x](#a-1)\n\n# A\n\n# A"],
    ["to a named place", '[x](#here)\n\n<a name="here"></a>'],
    ["with the prefix already", "[x](#user-content-a)\n\n# A"],
    ["to a note and back", "One[^a], again[^a], two[^b].\n\n[^a]: A.\n[^b]: B.\n\n    More."],
    ["to a note in a note", "One[^a].\n\n[^a]: See[^b].\n[^b]: B."],
  ])("lead somewhere: %s", (_, markdown) => {
    const html = renderToHtml(markdown);
    expect(html).toContain('href="#user-content-');
    expect(deadLinks(html)).toEqual([]);
  });

  it("are to ids that are used once", () => {
    const html = renderToHtml("# A\n\n# A\n\n# A-1\n\n# fn 1\n\n# !\n\n# ?\n\nx[^1]\n\n[^1]: y");
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("Markdown", () => {
  it.each([
    ["a range is no strike-out", "Open 10~20, 15~18", "<p>Open 10~20, 15~18</p>"],
    ["two tildes are", "~~gone~~", "<p><del>gone</del></p>"],
    ["emphasis beside CJK brackets", "海は**「青い」**よ", "<p>海は<strong>「青い」</strong>よ</p>"],
    ["emphasis that ends in a full stop", "**明日。**晴れ", "<p><strong>明日。</strong>晴れ</p>"],
    ["a telephone link", "[Call](tel:+15550199)", '<p><a href="tel:+15550199">Call</a></p>'],
    ["a text message", "[Text](sms:+15550199)", '<p><a href="sms:+15550199">Text</a></p>'],
    ["a formula's underscores", "$$x_{a} + y_{b}$$", "<p>$$x_{a} + y_{b}$$</p>"],
    ["a formula in a line", "Let $a_{i}*b_{j}*$ be", "<p>Let $a_{i}*b_{j}*$ be</p>"],
    ["a formula's backslashes", "$$a \\\\ b$$", "<p>$$a \\\\ b$$</p>"],
    ["prices", "$5 or *$6*", "<p>$5 or <em>$6</em></p>"],
    ["an escaped dollar", "\\$a_b_\\$ *c*", "<p>$a_b_$ <em>c</em></p>"],
    ["raised letters", "10<sup>9</sup>", "<p>10<sup>9</sup></p>"],
    ["words of a tag that isn't allowed", "<center>Low tide</center>", "Low tide"],
    [
      "an image with a width",
      '<img src="https://example.org/a.png" width="90">',
      'src="https://example.org/a.png"',
    ],
    ["a file's name is no address", "See README.md", "<p>See README.md</p>"],
    ["an address without http", "www.example.org", '<a href="http://www.example.org">www.example.org</a>'],
    ["a mail address", "me@example.org", '<a href="mailto:me@example.org">me@example.org</a>'],
  ])("%s", (_, markdown, html) => {
    expect(renderToHtml(markdown)).toContain(html);
  });

  it.each(["。次", "、そして", "）", "」と", "！", "，他"])("ends an address at %s", (rest) => {
    expect(renderToHtml(`詳細はhttps://example.org/a${rest}`)).toContain('href="https://example.org/a"');
    expect(renderToHtml(`https://example.org/a${rest}https://example.org/b`)).toContain(
      'href="https://example.org/b"',
    );
  });

  it("aligns the cells of tables, which scroll by keyboard", () => {
    const html = renderToHtml("| a | b |\n|:-:|--:|\n| c<br>d | e |");
    for (const part of ['role="region"', 'tabindex="0"', '<th align="center">', '<td align="right">', "c<br"])
      expect(html).toContain(part);
  });

  it("names the boxes of task lists", () => {
    const html = renderToHtml("- [x] a\n- [ ] b\n  1. [x] c");
    expect([...html.matchAll(/aria-label="([^"]*)"/g)].map(([, label]) => label)).toEqual([
      "Done",
      "Not done",
      "Done",
    ]);
    expect(html.match(/disabled/g)).toHaveLength(3);
  });

  it.each(["NOTE", "tip", "Important", "WARNING", "CAUTION"])("labels an alert: %s", (kind) => {
    const html = renderToHtml(`> [!${kind}]\n> Mind *it*.`);
    expect(html).not.toContain("[!");
    expect(html.toLowerCase()).toContain(`<strong>${kind.toLowerCase()}</strong>`);
    expect(html).toContain("<em>it</em>");
  });

  it("leaves a quote that only looks like one", () => {
    expect(renderToHtml("> [!OTHER]\n> a")).toContain("[!OTHER]");
  });

  it("keeps details with what is in them", () => {
    const html = renderToHtml("<details><summary>More</summary>\n\n*Inside*\n\n</details>");
    expect(html).toContain("<summary>More</summary>");
    expect(html).toContain("<em>Inside</em>");
  });
});

describe("HTML in Markdown", () => {
  it.each([
    ['<div id="content" class="table-scroll evil">a</div>', '<div id="user-content-content">a</div>'],
    ['<a name="x" target="_blank" rel="opener">a</a>', '<a id="user-content-x">a</a>'],
    ['<p style="position:fixed" onclick="a()">a</p>', "<p>a</p>"],
    [
      "<input type=text name=q><input type=checkbox name=q>",
      '<input type="hidden" disabled /><input type="checkbox" disabled aria-label="Not done" />',
    ],
    ["<form action=/x><button>a</button></form>", "a"],
    ["<noscript><img src=x onerror=a></noscript>", '<img src="x" />'],
    ["<title><img src=x onerror=a></title>", "&lt;img src=x onerror=a&gt;"],
    ["<a href='  java&#10;script:a'>x</a>", "<a>x</a>"],
    ["<a href='feed:javascript:a'>x</a>", "<a>x</a>"],
    ["<img src='data:image/png;base64,AA'>", "<img />"],
  ])("%s", (markdown, html) => {
    expect(renderToHtml(markdown)).toContain(html);
  });

  it("comes out balanced, whatever came in", () => {
    const tags =
      "<b>,</b>,<div>,</div>,<input>,<input type=checkbox>,<x>,</x>,<p>,</p>,<table>,</table>,<td>,<li>,<a>,</a>,<br>".split(
        ",",
      );
    const html = fc
      .array(fc.constantFrom(...tags, "a", "\n\n", "- "), { maxLength: 30 })
      .map((some) => some.join(""));
    fc.assert(
      fc.property(html, (markdown) => {
        const open: string[] = [];
        for (const [, slash, name = ""] of renderToHtml(markdown).matchAll(/<(\/?)([a-z0-9-]+)[^>]*?>/g)) {
          if (slash) expect(open.pop()).toBe(name);
          else if (!["br", "input", "hr", "img"].includes(name)) open.push(name);
        }
        expect(open).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("can't close what it stands in", () => {
    expect(renderToHtml("</div></article></main>\n\na")).not.toMatch(/<\/(div|article|main)>/);
  });
});
