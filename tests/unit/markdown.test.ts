import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { excerptOf } from "@/server/articles/excerpt";
import { renderMarkdown } from "@/server/articles/markdown";

/** Payloads of the usual cheat sheets, in Markdown and in raw HTML. */
const payloads = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  "<iframe src=javascript:alert(1)></iframe>",
  '<a href="javascript:alert(1)">x</a>',
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](&#106;avascript:alert(1))",
  "[x](java\nscript:alert(1))",
  "[x]( javascript:alert(1))",
  "[x](vbscript:msgbox(1))",
  "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
  "![x](javascript:alert(1))",
  "![x](data:image/svg+xml,<svg onload=alert(1)>)",
  '![x](https://example.org/a.png"onerror="alert(1))',
  '<https://example.org/"onmouseover="alert(1)>',
  "<javascript:alert(1)>",
  "```\n</code><script>alert(1)</script>\n```",
  "`<script>alert(1)</script>`",
  "# <style>*{display:none}</style>",
  "<form action=https://evil.example><input name=password>",
  "<base href=https://evil.example>",
  "<meta http-equiv=refresh content='0;url=https://evil.example'>",
  "[x]: javascript:alert(1)\n[x]",
  "| <img src=x onerror=alert(1)> |\n| --- |\n| [a](javascript:alert(1)) |",
  '<div style="background:url(javascript:alert(1))">',
  "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
  "[^1]\n\n[^1]: <img src=x onerror=alert(1)>",
];

describe("rendered Markdown", () => {
  it.each(payloads)("is inert: %s", async (payload) => {
    const html = await renderMarkdown(payload);
    expect(html).not.toMatch(/<(script|style|iframe|svg|form|base|meta|math|object|embed|link)\b/i);
    expect(html).not.toMatch(/<[^>]*\son\w+\s*=/i);
    expect(html).not.toMatch(/(href|src|action)\s*=\s*["']?\s*(javascript|vbscript|data):/i);
    expect(html).not.toMatch(/<[^>]*\sstyle\s*=/i);
  });

  it("keeps what Markdown and GFM are for", async () => {
    const html = await renderMarkdown(
      "# Hi\n\n| a |\n| - |\n| b |\n\n- [x] done\n\n~~old~~ [l](https://example.org)\n\n```ts\nx\n```",
    );
    for (const part of [
      '<h1 id="user-content-hi">Hi</h1>',
      "<table>",
      "<td>b</td>",
      "checkbox",
      "<del>old</del>",
      'href="https://example.org"',
      "language-ts",
    ]) {
      expect(html).toContain(part);
    }
  });

  it("prefixes ids, so that content can't stand in for the page's own elements", async () => {
    expect(await renderMarkdown("a[^x]\n\n[^x]: note")).toMatch(/id="user-content-/);
  });
});

describe("excerpts", () => {
  it("are the first paragraphs as plain text", () => {
    expect(excerptOf("# Title\n\nFirst *words* and `code`.\n\n```\nno\n```\n\nSecond.")).toBe(
      "First words and code. Second.",
    );
  });

  it("end at a word, within 240 characters", () => {
    const excerpt = excerptOf("word ".repeat(200));
    expect(excerpt.length).toBeLessThanOrEqual(240);
    expect(excerpt).toMatch(/word…$/);
  });

  it("are well-formed wherever an emoji is cut", () => {
    for (let shift = 0; shift < 4; shift++)
      expect(excerptOf("x".repeat(shift) + "😀".repeat(3_000)).isWellFormed()).toBe(true);
  });

  it("are the same whether GFM is looked for or not, since that is done where there are signs of it", () => {
    const pieces = [
      "word",
      "http",
      "www.",
      "mailto:",
      " ",
      "\n",
      "\n\n",
      "- [ ] ",
      "1. ",
      "> ",
      "# ",
      "    ",
      "---",
    ];
    const signs = [..."*_`[]()!<>&\\:/@.|~^=+;", "&amp;", "[^1]", "[^1]: ", "://", "|-|", "<b>", "```"];
    const text = fc
      .array(fc.constantFrom(...pieces, ...signs), { maxLength: 24 })
      .map((some) => some.join(""));
    fc.assert(
      // A tilde that stands by itself is a sign, and changes nothing of what comes after it.
      fc.property(text, (markdown) => {
        expect(excerptOf(`~\n\n${markdown}`)).toBe(`~ ${excerptOf(markdown)}`.trim());
      }),
      { numRuns: 2_000 },
    );
  });
});
