import { describe, expect, it } from "vitest";
import { namesOf } from "../../scripts/new/names";

describe("the names of a new resource", () => {
  it.each([
    ["newsletters", "newsletter"],
    ["press-releases", "press-release"],
    ["categories", "category"],
    ["addresses", "address"],
    ["branches", "branch"],
    ["boxes", "box"],
    ["days", "day"],
  ])("%s are each a %s", (plural, singular) => {
    expect(namesOf(plural).singular).toBe(singular);
  });

  it("are spelled for each place", () => {
    expect(namesOf("annual-reports")).toEqual({
      plural: "annual-reports",
      singular: "annual-report",
      table: "annual_reports",
      code: "annual_report",
      many: "annualReports",
      one: "annualReport",
      Many: "AnnualReports",
      One: "AnnualReport",
      words: "annual reports",
      word: "annual report",
      aWord: "an annual report",
      Words: "Annual reports",
      Word: "Annual report",
    });
  });

  it("may have a singular of their own", () => {
    expect(namesOf("podcast-series", "podcast").One).toBe("Podcast");
  });

  it.each(["", "News", "a_b", "a--b", "-a", "1a", "../a", "a/b", "a b", "a'b", `${"a".repeat(32)}s`])(
    "can't be %j",
    (name) => {
      expect(() => namesOf(name)).toThrow(/is of lower-case words/);
    },
  );

  it.each([
    ["classes", undefined, /"class"/],
    ["news", undefined, /--singular/],
    ["rows", undefined, /"rows"/],
    ["series", undefined, /--singular/],
    ["analysis", undefined, /--singular/],
    ["sheep", "sheep", /must differ/],
    ["people", "Person", /lower-case/],
  ])("%s with %s are refused", (plural, singular, reason) => {
    expect(() => namesOf(plural, singular)).toThrow(reason);
  });
});
