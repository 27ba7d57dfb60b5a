import { describe, expect, it } from "vitest";
import { acceptedVersions, hashOf, isNotModified, shownEtag } from "@/server/pipeline/etag";

const request = (name: string, value: string) =>
  new Request("http://localhost/", { headers: { [name]: value } });

const hash = hashOf('{"success":true}');
const etag = shownEtag(hash, 3);
const opaque = etag.slice(1, -1);

/** The same tag as proxies that compress hand it back. */
const rewritten = [
  `W/${etag}`,
  `w/${etag}`,
  `"${opaque}-gzip"`,
  `W/"${opaque}-gzip"`,
  `"${opaque}--gzip"`,
  `"${opaque};gzip"`,
  `"${opaque}-br"`,
  `"${opaque}-zstd"`,
  `"${opaque}-df"`,
  `"${opaque}-deflate"`,
  `"${opaque}-gzip-gzip"`,
  `${etag}-gzip`,
];

describe("an entity tag", () => {
  it("is made of the version and of a hash of what is shown", () => {
    expect(etag).toMatch(/^"3\.[\da-f]{24}"$/);
    expect(shownEtag(hash, undefined)).toMatch(/^"[\da-f]{24}"$/);
    expect(shownEtag(hashOf("something else"), 3)).not.toBe(etag);
  });
});

describe("If-None-Match", () => {
  it.each<[string, boolean]>([
    ...[etag, ...rewritten].map((tag): [string, boolean] => [tag, true]),
    [`"2.${hash}", ${etag}`, true],
    [`"x" ,\t"${opaque}-gzip"`, true],
    ["*", true],
    [`"4.${hash}"`, false],
    [`"3.${hash.replaceAll(/./g, "0")}"`, false],
    // Names the version and not what was shown of it.
    ['"3"', false],
    [opaque, false],
    [`"${opaque}-webp"`, false],
    [`"${hash}"`, false],
    ["", false],
  ])("%s: %s", (value, expected) => {
    expect(isNotModified(request("if-none-match", value), etag)).toBe(expected);
  });

  it("knows what has no version by its hash", () => {
    const list = shownEtag(hash, undefined);
    expect(isNotModified(request("if-none-match", `W/"${hash}-gzip"`), list)).toBe(true);
    expect(isNotModified(request("if-none-match", etag), list)).toBe(false);
  });
});

describe("If-Match", () => {
  it.each<[string, number[] | undefined]>([
    ...[etag, ...rewritten].map((tag): [string, number[]] => [tag, [3]]),
    ['"3"', [3]],
    ['W/"3"', [3]],
    ['"3-gzip"', [3]],
    ['"3--gzip"', [3]],
    ['"3;gzip"', [3]],
    [`"2", ${etag}, W/"4-br"`, [2, 3, 4]],
    [`"3.${hash.replaceAll(/./g, "0")}"`, [3]],
    ["3", []],
    ['"03"', []],
    ['"0x3"', []],
    ['"3.5"x', []],
    ['"-3"', []],
    ['"1e2"', []],
    [`"${hash}"`, []],
    ['"3-webp"', []],
    ['"nonsense"', []],
    ["*", undefined],
  ])("%s accepts %j", (value, versions) => {
    expect(acceptedVersions(request("if-match", value))).toEqual(versions);
  });

  it("accepts any version if it isn't sent", () => {
    expect(acceptedVersions(new Request("http://localhost/"))).toBeUndefined();
  });
});
