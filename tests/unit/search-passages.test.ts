import { describe, expect, it } from "vitest";
import { Matcher, plainPassage, withoutMarkup } from "@/server/search/highlights";
import { passagesOf } from "@/server/search/passages";
import { readQuery } from "@/server/search/query";

const matcherOf = (q: string) => new Matcher(readQuery(q).marked);

describe("passages", () => {
  const filler = "Nothing of note was said about the matter. ".repeat(60);

  it("show where most of the words are", () => {
    const content = `${filler}A buoy. ${filler}The buoy off the reef rang.${filler}`;
    const { text, highlights } = passagesOf(content, matcherOf("reef buoy"));
    expect(text.length).toBeLessThan(600);
    expect(highlights.map(({ start, end }) => text.slice(start, end))).toEqual(["buoy", "buoy", "reef"]);
    expect(text).toContain("The buoy off the reef rang.");
    expect(text).toContain(" … ");
  });

  it("are the beginning where no word is", () => {
    const { text, highlights } = passagesOf(`# Head\n\n${filler}`, matcherOf("absent"));
    expect(text).toMatch(/^Head Nothing of note/);
    expect(text.length).toBeLessThan(260);
    expect(highlights).toEqual([]);
  });

  it("cut neither words nor letters of two code units", () => {
    const text = passagesOf("😀".repeat(3_000), matcherOf("absent")).text;
    expect(text.isWellFormed()).toBe(true);
    expect(passagesOf(`${"word ".repeat(500)}buoy`, matcherOf("buoy")).text).toMatch(/^(word )+buoy$/);
  });

  it("of nothing are nothing", () => {
    expect(passagesOf("", matcherOf("x"))).toEqual({ text: "", highlights: [] });
  });
});

describe("a passage without markup", () => {
  it.each([
    ["## Head\nand *text* with `code`", "Head and text with code"],
    ["[link](https://example.org/a_b) and ![image](x.png)", "link and image"],
    ["_old_ snake_case __bold__ a___b", "old snake_case bold a___b"],
    ["F# and C#, no. #1", "F# and C#, no. #1"],
    ["> quoted\n> | a | b |", "quoted a b"],
  ])("of %j is %j", (markdown, plain) => {
    expect(withoutMarkup(markdown)).toBe(plain);
  });

  it("keeps matches in place", () => {
    const { text, highlights } = plainPassage("**One** \u0001_two_", [
      { start: 2, end: 5 },
      { start: 10, end: 13 },
    ]);
    expect(text).toBe("One two");
    expect(highlights).toEqual([
      { start: 0, end: 3 },
      { start: 4, end: 7 },
    ]);
  });
});

/** A page of hits has 50, and 200,000 characters at most. A wide margin: each takes some milliseconds. */
describe("a page of hostile texts is worked on in no time", () => {
  const length = 4_000;
  const fill = (part: string) => `harbour ${part.repeat(Math.ceil(length / part.length))}`.slice(0, length);
  it.each([
    ["brackets", fill("[")],
    ["brackets and tags", fill(`${"[".repeat(2_000)}<b>`)],
    ["images", fill("![")],
    ["links", fill("[a](")],
    ["underscores", fill("a_")],
    ["a run of underscores", `harbour a${"_".repeat(length)}a`],
    ["hashes", fill("#")],
    ["blanks", fill(" \t")],
    ["matches", fill("harbour ")],
    ["beginnings", fill("harbou")],
    ["accents", fill("\u0301")],
    ["letters with accents", fill("é\u0301\u0302")],
    ["pairs", fill("港口")],
    ["long forms", fill("ﷺ")],
    ["letters in parts", fill("\u1100")],
    ["emoji", fill("👩‍👩‍👧")],
    ["marks", fill("\u0001\u0002")],
  ])("%s", (_, content) => {
    const matcher = matcherOf('harbour har* "har bour" 港口 a é b c d e f g h harbours');
    const begin = performance.now();
    for (let hit = 0; hit < 50; hit++) passagesOf(content, matcher);
    expect(performance.now() - begin).toBeLessThan(2_000);
  });
});
