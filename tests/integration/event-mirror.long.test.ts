import { expect, it } from "vitest";
import { createTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { wideLimits } from "../support/wide-limits";
import { expectCopyIsKept } from "./mirror/keeps-copy";

startProgram({ ...wideLimits, DATABASE_POOL_MAX: "40" });

it("a copy that is kept by the feed is exact, also with transactions of up to 10 s", async () => {
  const count = await expectCopyIsKept(await createTenant(), { writers: 16, changes: 150, holdMs: 10_000 });
  expect(count).toBeGreaterThan(1_500);
}, 1_200_000);
