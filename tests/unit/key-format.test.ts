import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generateKey, hashKey, isWellFormedKey } from "@/server/auth/key-format";

describe("API keys", () => {
  it("have the documented form", () => {
    expect(generateKey("secret")).toMatch(/^mh_sk_[0-9A-Za-z]{36}$/);
    expect(generateKey("publishable")).toMatch(/^mh_pk_[0-9A-Za-z]{36}$/);
  });

  it("are accepted by their own checksum", () => {
    for (let round = 0; round < 200; round++) expect(isWellFormedKey(generateKey("secret"))).toBe(true);
  });

  it("are refused with any one character changed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 41 }), fc.constantFrom(..."0Az9"), (position, letter) => {
        const key = generateKey("secret");
        const changed = key.slice(0, position) + letter + key.slice(position + 1);
        expect(isWellFormedKey(changed)).toBe(changed === key);
      }),
    );
  });

  it.each([
    "",
    "mh_sk_",
    "mh_xx_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "Bearer x",
    `mh_sk_${"é".repeat(36)}`,
  ])("refuse %j", (text) => {
    expect(isWellFormedKey(text)).toBe(false);
  });

  it("are stored as SHA-256", () => {
    expect(hashKey("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});
