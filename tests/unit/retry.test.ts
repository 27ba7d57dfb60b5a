import { describe, expect, it } from "vitest";
import { retryAfterMs } from "@/server/platform/retry";

describe("Retry-After", () => {
  it.each([
    [null, undefined],
    ["2", 2_000],
    ["Sun, 22 Nov 2026 10:00:05 GMT", 5_000],
    ["Sun, 22 Nov 2026 09:00:00 GMT", 0],
    ["soon", undefined],
  ])("%s waits %s ms", (header, expected) => {
    expect(retryAfterMs(header, Date.parse("2026-11-22T10:00:00Z"))).toBe(expected);
  });
});
