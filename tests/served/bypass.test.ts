import { describe, expect, it } from "vitest";
import { executeBypass, inTurn } from "./matrix/bypass";
import { askRaw } from "./raw";

const served = executeBypass(inTurn);

describe("headers", () => {
  const withHeader = (bytes: number) =>
    askRaw(served.url, { path: "/login", headers: { "x-filler": "x".repeat(bytes) } });

  it("are taken up to 16 KiB, and refused with 431 above that", async () => {
    expect((await withHeader(15 * 1024)).status).toBe(200);
    expect((await withHeader(17 * 1024)).status).toBe(431);
  });
});
