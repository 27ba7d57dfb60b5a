import { expect, it } from "vitest";
import { createTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { wideLimits } from "../support/wide-limits";
import { expectCopyIsKept } from "./mirror/keeps-copy";

startProgram({ ...wideLimits, DATABASE_POOL_MAX: "40" });

it("a copy that is kept by the feed is exact, under 16 writers and transactions that last", async () => {
  const count = await expectCopyIsKept(await createTenant(), { writers: 16, changes: 12, holdMs: 500 });
  expect(count).toBeGreaterThan(100);
}, 120_000);
