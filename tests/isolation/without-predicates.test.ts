import { describe, expect, it } from "vitest";
import * as tags from "@/db/repositories/tags";

describe("this project", () => {
  it("runs with repositories that have forgotten the tenant", () => {
    const forgotten = !tags.list.toString().includes(".tenantId, tenantId)");
    expect(forgotten).toBe(process.env.WITHOUT_TENANT_PREDICATES === "1");
  });
});
