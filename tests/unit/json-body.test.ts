import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { membersMax, parseJson } from "@/server/pipeline/json-body";
import { AppError } from "@/server/platform/errors";

const bytes = (text: string) => new TextEncoder().encode(text);

/** What is wrong with a body: code, and the field. */
function faultOf(text: string): string {
  try {
    parseJson(bytes(text));
    return "none";
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return `${error.code} ${error.details?.[0]?.path}`;
  }
}

describe("a body of JSON", () => {
  it("is what JSON.parse makes of it, whatever its strings hold", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, "\t"), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(parseJson(bytes(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it("may begin with a byte order mark", () => {
    expect(parseJson(bytes('\uFEFF{"a":1}'))).toEqual({ a: 1 });
  });

  it.each([
    ['{"title":1,"title":2}', "title"],
    ['{"a":{"b":[{"c":1,"d":2,"c":3}]}}', "c"],
    [String.raw`{"title":1,"\u0074itle":2}`, "title"],
    [String.raw`{"a\\":"\\","b":"\"","a\\":1}`, "a\\"],
    ['{"":1,"":2}', ""],
    ['{ "a" : 1 , "a" : 2 }', "a"],
    [`{"${"x".repeat(1_000)}":1,"${"x".repeat(1_000)}":2}`, "x".repeat(200)],
  ])("that gives a field twice is refused: %s", (text, path) => {
    expect(faultOf(text)).toBe(`validation_failed ${path}`);
  });

  it.each([
    '{"a":{"a":{"a":1}},"b":{"a":2}}',
    '[{"a":1},{"a":2},"a","a"]',
    '{"a":["a","b","a"],"b":"a"}',
    String.raw`{"a":"\",\"a\":","b":"}{\"a\":1"}`,
    '"a"',
    "12",
  ])("that gives each once is taken: %s", (text) => {
    expect(faultOf(text)).toBe("none");
  });

  it.each(["", "{", '{"a":1,}', '{"a":1}x', '"\\x"', "NaN"])("that is none is refused: %s", (text) => {
    expect(faultOf(text)).toBe("malformed_json ");
  });

  it("with more fields or items than anything takes is refused, however they are nested", () => {
    const keys = (count: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index])));
    const nested = `${'{"a":['.repeat(membersMax / 2)}${"]}".repeat(membersMax / 2)}`;
    expect(faultOf(keys(membersMax))).toBe("none");
    expect(faultOf(nested)).toBe("none");
    for (const text of [
      keys(membersMax + 1),
      `[0,${nested}]`,
      JSON.stringify(Array.from({ length: 200_000 }, () => 0)),
      `${"[".repeat(400_000)}${"]".repeat(400_000)}`,
    ])
      expect(faultOf(text)).toBe("validation_failed ");
  });

  it("of nothing but escapes is read in linear time", () => {
    expect(faultOf(JSON.stringify({ content: '"'.repeat(500_000) }))).toBe("none");
    expect(faultOf(JSON.stringify({ content: "\\".repeat(500_000) }))).toBe("none");
  });
});
