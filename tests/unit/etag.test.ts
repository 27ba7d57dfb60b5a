import { describe, expect, it } from "vitest";
import { acceptedVersions, isNotModified } from "@/server/http/etag";

const request = (name: string, value: string) =>
  new Request("http://localhost/", { headers: { [name]: value } });

describe("If-None-Match", () => {
  it.each([
    ['"3"', true],
    ['W/"3"', true],
    ['"2", "3"', true],
    ["*", true],
    ['"4"', false],
    ["3", false],
  ])("%s against version 3: %s", (value, expected) => {
    expect(isNotModified(request("if-none-match", value), 3)).toBe(expected);
  });
});

describe("If-Match", () => {
  it.each([
    ['"3"', [3]],
    ['"2", "3"', [2, 3]],
    ['W/"3"', []],
    ["3", []],
    ["*", undefined],
  ])("%s accepts %j", (value, versions) => {
    expect(acceptedVersions(request("if-match", value))).toEqual(versions);
  });

  it("accepts any version if it isn't sent", () => {
    expect(acceptedVersions(new Request("http://localhost/"))).toBeUndefined();
  });
});
