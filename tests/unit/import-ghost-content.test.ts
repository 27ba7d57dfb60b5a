import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "@/server/articles/markdown";
import { Findings } from "../../tools/import/findings";
import { escapeHtml } from "../../tools/import-ghost/html";
import { type GoodEntry, toArticle } from "../../tools/import-ghost/post";
import { readExport } from "../../tools/import-ghost/read";
import { htmlToMarkdown } from "../../tools/import-ghost/to-markdown";

const fixtures = "tests/fixtures/ghost";
const entries = ["version-5", "version-0"].flatMap((name) => readExport(`${fixtures}/${name}.json`).entries);
const now = new Date("2026-11-22T12:00:00Z");

function entryOf(slug: string): GoodEntry {
  const found = entries.find((entry): entry is GoodEntry => "post" in entry && entry.post.slug === slug);
  if (!found) throw new Error(`there is no post ${slug}`);
  return found;
}

const read = (slug: string, site?: string) => toArticle(entryOf(slug), { site, now });

const convert = (html: string) => htmlToMarkdown(html, { findings: new Findings(), resolve: String });

describe("what Ghost keeps, as Markdown", () => {
  it.each(["everything-in-html", "lexical-alone", "mobiledoc-alone", "an-old-post"])("%s", (slug) => {
    const { content } = read(slug, "https://old.example");
    const file = `${fixtures}/${slug}.md`;
    if (process.env.UPDATE_FIXTURES) writeFileSync(file, `${content}\n`);
    expect(`${content}\n`).toBe(readFileSync(file, "utf8"));
  });

  it.each([
    [
      "everything-in-html",
      [
        "its content is not quite what it was: the formatting of the cells of a table, an embedded page became a link, an audio file became a link, a script element, a form element",
        "not carried: custom_excerpt, canonical_url, codeinjection_head, og_title, featured",
      ],
    ],
    [
      "lexical-alone",
      [
        'its content is not quite what it was: an embedded page became a link, a form to sign up, a card that only mails show, a card of the unknown kind "transistor", the formatting of a part of the unknown kind "mystery", a script element, a video became a link, an audio file became a link',
      ],
    ],
    [
      "mobiledoc-alone",
      [
        'its content is not quite what it was: a part of the unknown kind "mention", a card of the unknown kind "nft", a script element',
      ],
    ],
    ["an-old-post", ["not carried: meta_title"]],
  ])("%s, with what could not be carried", (slug, notes) => {
    expect(read(slug, "https://old.example").notes).toEqual(notes);
  });

  it("makes addresses of the old site relative if it isn't told, and says so", () => {
    const { content, notes } = read("everything-in-html");
    expect(content).toContain("![A feature](/content/images/feature.jpg)");
    expect(notes.join()).toContain("an address on the old site is relative (see --site) (3 times)");
    expect(read("an-old-post").notes.join()).toContain("relative");
  });

  it("leaves nothing as HTML, which would not be shown", async () => {
    for (const slug of ["everything-in-html", "lexical-alone", "mobiledoc-alone"]) {
      const shown = await renderMarkdown(read(slug).content);
      for (const word of slug === "everything-in-html"
        ? ["<table>", "• x • y", "The second.", "日本語 🎉"]
        : [])
        expect(shown).toContain(word);
      expect(shown).not.toContain("&lt;div");
    }
  });
});

describe("a post that can't be converted is refused, with the reason", () => {
  const { post, ...others } = entryOf("a-draft");
  const body = { html: null, lexical: null, mobiledoc: null };
  const refused = (changes: Partial<GoodEntry["post"]>) => () =>
    toArticle({ post: { ...post, ...body, ...changes }, ...others }, { site: undefined, now });

  it.each([
    ["broken Lexical", { lexical: '{"root":' }, "its Lexical content is broken"],
    ["Lexical of another form", { lexical: '{"root":{"children":7}}' }, "its Lexical content is broken"],
    ["broken Mobiledoc", { mobiledoc: "{}" }, "its Mobiledoc content is broken"],
    ["a card that isn't there", { mobiledoc: '{"sections":[[10,3]]}' }, "its Mobiledoc content is broken"],
    [
      "a section of another form",
      { mobiledoc: '{"sections":[[1,"p",7]]}' },
      "its Mobiledoc content is broken",
    ],
    ["more than an article may hold", { html: "x".repeat(1024 * 1024 + 1) }, "larger than 1 MiB"],
    ["HTML nested without an end", { html: "<div>".repeat(50_000) }, "nested too deeply"],
    [
      "Lexical nested without an end",
      { lexical: `{"root":${'{"type":"aside","children":['.repeat(50_000)}${"]}".repeat(50_000)}}` },
      "nested too deeply",
    ],
  ])("%s", (_, changes, reason) => {
    expect(refused(changes)).toThrow(reason);
  });
});

describe("cards", () => {
  const { post, ...others } = entryOf("a-draft");
  const lexical = (...children: object[]) => ({
    html: null,
    lexical: JSON.stringify({ root: { type: "root", children } }),
  });
  const content = (changes: Partial<GoodEntry["post"]>) =>
    toArticle({ post: { ...post, ...changes }, ...others }, { site: undefined, now });

  it.each([
    [
      "the label of an advertisement",
      {
        type: "call-to-action",
        textValue: "<p>Boats</p>",
        hasSponsorLabel: true,
        sponsorLabel: "<p>Advertisement</p>",
      },
      "Advertisement\n\nBoats",
    ],
    [
      "a label that is switched off",
      { type: "call-to-action", textValue: "Boats", sponsorLabel: "Ad" },
      "Boats",
    ],
    [
      "a rating",
      { type: "product", productTitle: "Tide", productRatingEnabled: true, productStarRating: 3 },
      "#### Tide\n\n★★★☆☆",
    ],
    [
      "a rating that is none",
      { type: "product", productTitle: "Tide", productRatingEnabled: true, productStarRating: "1e9" },
      "#### Tide",
    ],
    [
      "powers and indices",
      {
        type: "paragraph",
        children: [
          { type: "text", text: "10" },
          { type: "text", text: "6", format: 64 },
        ],
      },
      "10<sup>6</sup>",
    ],
    [
      "pictures that aren't objects",
      { type: "gallery", images: [null, 7, "x", { src: "/a.png" }] },
      "![](/a.png)",
    ],
    ["names of prototypes", { type: "constructor", __proto__: { html: "x" } }, ""],
    ["data that aren't objects", { type: "bookmark", url: "/x", metadata: ["y"] }, "[/x](/x)"],
  ])("%s", (_, card, markdown) => {
    expect(content(lexical(card)).content).toBe(markdown);
  });

  it.each([
    ["<div>High water 5:40</div>\n\nText", true],
    ["Text <mark>here</mark>", true],
    ["10<sup>6</sup><br>", false],
    ["`<div>` and\n\n```html\n<div>\n```\n\na < b > c", false],
  ])("notes HTML in Markdown: %j", (markdown, isNoted) => {
    for (const changes of [lexical({ type: "markdown", markdown }), { html: null, markdown }])
      expect(content(changes).notes.join().includes("HTML in Markdown")).toBe(isNoted);
  });
});

describe("HTML as Markdown", () => {
  it.each([
    ["<p><b>Note:</b>text, a<i>(b)</i>c <b>d!</b> <em>e</em></p>", "**Note**:text, a(*b*)c **d\\!** *e*"],
    ["<p>Wow!<a href='/x'>l</a></p>", "Wow\\![l](/x)"],
    ["<p><a href='/a (b) c'>two<br>lines</a><a href='/y'></a></p>", "[two lines](/a%20%28b%29%20c)"],
    ["<h2>a<br>b</h2>", "## a b"],
    ["<ol start='0'><li>a</li><li>b</li></ol>", "0. a\n1. b"],
    ["<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>", "- a\n\n  b\n\n- c"],
    ["<ul><li>a<pre>x\n y</pre></li></ul>", "- a\n\n  ```\n  x\n   y\n  ```"],
    ["<pre><code class='language-js'>a\n  ````\n</code></pre>", "`````js\na\n  ````\n`````"],
    ["<p>&lt;b&gt; &amp;lt; a_b _c_ ~ * ` [x]</p>", "\\<b> \\&lt; a_b \\_c\\_ \\~ \\* \\` \\[x\\]"],
    ["<table><tr><td>one cell</td></tr></table>", "one cell"],
    [
      "<table><tr><td>a<hr></td><td><pre>x\n`y`</pre></td></tr></table>",
      "|  |  |\n| --- | --- |\n| a | `x 'y'` |",
    ],
    [
      "<table><tr><th colspan='2' align='center'>a||b</th></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>",
      "| a\\|\\|b |  |  |\n| :---: | --- | --- |\n| 1 | 2 | 3 |",
    ],
    [
      "<table><caption>C</caption><thead></thead><tr><td>1</td><td>2</td></tr></table>",
      "C\n\n|  |  |\n| --- | --- |\n| 1 | 2 |",
    ],
    ["<p>a<b><a href='/x'>(b)</a></b>c</p><h2>C #</h2>", "a[(b)](/x)c\n\n## C \\#"],
    ["<video><source src='//a.example/v.mp4'></video>", "[https://a.example/v.mp4](https://a.example/v.mp4)"],
    ["<iframe></iframe><object></object>", ""],
    ["<p>Fits together.<br></p><p>Next.</p>", "Fits together.\n\nNext."],
    ["<p>a<br> </p><p><br></p><p><br>b<strong><br></strong></p>", "a\n\nb"],
    ["<p>a<br><em>b<br></em></p><ul><li>c<br><ul><li>d<br></li></ul></li></ul>", "a\\\n*b*\n\n- c\n  - d"],
    ["<blockquote>a<br></blockquote><div>b<br><p>c</p><br></div>", "> a\n\nb\n\nc"],
    ["<p><strong>Hours<br></strong>nine to five</p>", "**Hours**\\\nnine to five"],
    ["<p>a<b> <br>b<br><br></b> c</p>", "a\\\n**b**\\\n\\\nc"],
    ["<p><a href='/x'>a<br></a>b <i>c\\<br></i>d <s>e</s></p>", "[a](/x)\\\nb *c\\\\*\\\nd ~~e~~"],
    ["<p><img src='/a.png'><br>b<br>c</p>", "![](/a.png)\\\nb\\\nc"],
    ["<p>Works in <i><em>every</em></i> <b>cl<strong>ie</strong>nt</b>.</p>", "Works in *every* **client**."],
    [
      "<p><b><strong style='x'>a</strong></b><b><strong style='x'>b</strong></b><i>c</i><i><em>d</em></i></p>",
      "**ab***cd*",
    ],
    ["<p><b><i><b>x</b></i></b> <em>a</em><em>b</em></p>", "***x*** *ab*"],
    [
      "<p>Some 10<sup>6</sup> litres of H<sub>2</sub>O<sup> </sup></p>",
      "Some 10<sup>6</sup> litres of H<sub>2</sub>O",
    ],
    ["<p><a href='#/portal/signup'>Join</a> <a href='https://a.example/#/portal/'>now</a></p>", "Join now"],
    [
      "<p><a data-portal='signup' href='javascript:'>Join</a> <a href='#/other'>x</a></p>",
      "Join [x](#/other)",
    ],
    [
      `<div class="kg-product-card-rating">${"<span class='kg-product-card-rating-active'><svg></svg></span>".repeat(4)}<span><svg></svg></span></div>`,
      "★★★★☆",
    ],
    [
      "<table><tr><td align='constructor'>a</td><td align='__proto__'>b</td></tr></table>",
      "|  |  |\n| --- | --- |\n| a | b |",
    ],
  ])("%s", (html, markdown) => {
    expect(convert(html)).toBe(markdown);
  });

  it("notes what leads to a window of Ghost's own", () => {
    const findings = new Findings();
    htmlToMarkdown("<p><a href='#/portal/signup/free'>Join</a></p>", { findings, resolve: String });
    expect(findings.lines().join()).toContain(
      "a link to a window of Ghost's own, such as the one to sign up",
    );
  });

  it("takes a table of thousands of cells in its stride", () => {
    const row = `<tr>${"<td><p>a</p><p>b</p></td>".repeat(10)}</tr>`;
    expect(convert(`<table>${row.repeat(400)}</table>`).split("\n")).toHaveLength(402);
  });

  const wrapped = fc.constantFrom("p", "h3", "blockquote", "strong", "em", "li", "td", "a");
  /** Mostly what Markdown makes something of. */
  const words = fc.oneof(fc.string(), fc.stringMatching(/^[-|\\*_`~<>[\]()#+.!&;=:a1 ]{0,12}$/));

  it("shows any text as it was, in whatever it stands", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(wrapped, words), { minLength: 1, maxLength: 4 }), async (parts) => {
        const html = parts.map(([tag, text]) => inside(tag, escapeHtml(text))).join("");
        const shown = await renderMarkdown(convert(html));
        expect(plain(shown)).toBe(plain(html));
      }),
      { numRuns: 400 },
    );
  });
});

function inside(tag: string, html: string): string {
  if (tag === "li") return `<ul><li>${html}</li></ul>`;
  if (tag === "td") return `<table><tr><th>h</th><th>i</th></tr><tr><td>${html}</td><td>j</td></tr></table>`;
  if (tag === "a") return `<p>x <a href="/y">${html}</a> z</p>`;
  return tag === "p" || tag === "h3" || tag === "blockquote"
    ? `<${tag}>${html}</${tag}>`
    : `<p>x <${tag}>${html}</${tag}> z</p>`;
}

/** The text of HTML, without white space, which Markdown and HTML don't keep. */
function plain(html: string): string {
  const text = html.replace(/<[^>]*>/g, "");
  const named: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&(lt|gt|amp|quot);/g, (_, name: string) => named[name] ?? "")
    .replace(/\s+/g, "");
}
