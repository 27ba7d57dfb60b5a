import { describe, expect, it } from "vitest";
import { Findings } from "../../tools/import/findings";
import { contentOf } from "../../tools/import-ghost/content";
import { resolverOf } from "../../tools/import-ghost/links";
import { postSchema } from "../../tools/import-ghost/schema";

const slugs = new Map([
  ["walls", "walls-1a2b"],
  ["über", "ueber"],
]);
const note = "an address on the old site is relative (see --site)";

describe("an address in a post of Ghost", () => {
  it.each([
    ["/pier/", "https://old.example/pier/"],
    ["/content/images/a.png", "https://old.example/content/images/a.png"],
    ["pier/?a=1#b", "https://old.example/pier/?a=1#b"],
    ["https://old.example", "https://old.example/"],
    ["/walls/", "walls-1a2b"],
    ["/2019/03/walls/#north", "walls-1a2b#north"],
    ["https://old.example/walls?ref=x", "walls-1a2b"],
    ["/walls/amp/", "walls-1a2b"],
    ["/%C3%BCber/", "ueber"],
    ["/tag/walls/", "https://old.example/tag/walls/"],
    ["/content/walls", "https://old.example/content/walls"],
    ["https://old.example.evil/walls/", "https://old.example.evil/walls/"],
    ["https://other.example/walls/", "https://other.example/walls/"],
    ["//cdn.example/a.png", "https://cdn.example/a.png"],
    ["mailto:a@b.example", "mailto:a@b.example"],
    ["#north", "#north"],
    ["/%zz/", "https://old.example/%zz/"],
  ])("%s leads to %s", (written, wanted) => {
    const findings = new Findings();
    expect(resolverOf({ address: "https://old.example", slugs }, findings)(written)).toBe(wanted);
    expect(findings.lines()).toEqual([]);
  });

  it("is noted where it stays relative", () => {
    const findings = new Findings();
    const resolve = resolverOf({ address: undefined, slugs }, findings);
    expect(["/pier/", "/walls/", "#x", "a:b"].map(resolve)).toEqual(["/pier/", "walls-1a2b", "#x", "a:b"]);
    expect(findings.lines()).toEqual([note]);
  });

  it("may begin with the folder that the old site was in", () => {
    const resolve = resolverOf({ address: "https://old.example/blog", slugs }, new Findings());
    expect(["/blog/pier/", "/pier/", "/blog/walls/"].map(resolve)).toEqual([
      "https://old.example/blog/pier/",
      "https://old.example/blog/pier/",
      "walls-1a2b",
    ]);
  });

  it.each([
    ["html", "<p><a href='__GHOST_URL__/walls/'>w</a> <img src='/content/images/a.png'></p>"],
    ["markdown", "[w](/walls/) ![](/content/images/a.png)"],
    [
      "mobiledoc",
      JSON.stringify({
        cards: [["markdown", { markdown: "[w](__GHOST_URL__/walls/) ![](/content/images/a.png)" }]],
        sections: [[10, 0]],
      }),
    ],
  ])("is found in %s", (field, text) => {
    const post = postSchema.parse({ id: 1, [field]: text });
    const read = (address: string | undefined) => contentOf(post, undefined, { address, slugs });
    expect(read("https://old.example")).toMatchObject({
      content: "[w](walls-1a2b) ![](https://old.example/content/images/a.png)",
      lost: [],
    });
    expect(read(undefined)).toMatchObject({
      content: "[w](walls-1a2b) ![](/content/images/a.png)",
      lost: [note],
    });
  });
});
