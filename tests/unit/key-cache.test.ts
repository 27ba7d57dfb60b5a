import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ResolvedKeyRow } from "@/db/repositories/outside-tenants/api-keys";
import type { TenantId } from "@/db/tenant";
import { KeyCache, keyCacheLifetimeMaxMs } from "@/server/auth/key-cache";
import { credentialsTag, type Generations } from "@/server/platform/generations";

const tenantId = "tenant" as TenantId;
const row: ResolvedKeyRow = {
  id: "key",
  tenantId,
  kind: "secret",
  role: "editor",
  name: "Key",
  createdBy: "member",
  tenantSlug: "tenant",
  tenantName: "Tenant",
  tenantPlan: "standard",
  rateLimitPerMinute: null,
  usedLately: true,
};

function asked(generation: string, of = tenantId): Generations {
  return { tenantId: of, byTag: new Map([[credentialsTag, generation]]) };
}

let keys: KeyCache;
let loads: number;
let endsAt: Date | null;
let found: ResolvedKeyRow | null;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "performance"] });
  [keys, loads, endsAt, found] = [new KeyCache(), 0, null, row];
});
afterEach(() => void vi.useRealTimers());

async function resolve(generations: Generations | null | undefined) {
  const load = async () => {
    loads++;
    return found;
  };
  return keys.resolve("hash", generations, { load, endOf: async () => endsAt });
}

describe("what keys stand for", () => {
  it("is read until it is known whose generation to ask, and then kept", async () => {
    for (let round = 0; round < 4; round++) expect(await resolve(asked("one"))).toEqual(row);
    expect(loads).toBe(2);
  });

  it.each([
    ["another generation", () => asked("two")],
    ["that of another tenant", () => asked("one", "other" as TenantId)],
    ["none, since Redis does not answer", () => null],
    ["none, since nobody asked", () => undefined],
  ])("is read anew under %s", async (_what, generations) => {
    for (let round = 0; round < 3; round++) await resolve(asked("one"));
    const before = loads;
    await resolve(generations());
    expect(loads).toBe(before + 1);
  });

  it("is read anew after ten seconds, whatever Redis says", async () => {
    for (let round = 0; round < 3; round++) await resolve(asked("one"));
    vi.advanceTimersByTime(keyCacheLifetimeMaxMs - 1);
    await resolve(asked("one"));
    expect(loads).toBe(2);
    vi.advanceTimersByTime(1);
    await resolve(asked("one"));
    expect(loads).toBe(3);
  });

  it("ends when the key does", async () => {
    endsAt = new Date(Date.now() + 2_000);
    for (let round = 0; round < 3; round++) await resolve(asked("one"));
    found = null;
    vi.advanceTimersByTime(1_999);
    expect(await resolve(asked("one"))).toEqual(row);
    vi.advanceTimersByTime(1);
    expect(await resolve(asked("one"))).toBeNull();
  });

  it("is not kept where it is nobody's", async () => {
    found = null;
    expect(await resolve(asked("one"))).toBeNull();
    found = row;
    expect(await resolve(asked("one"))).toEqual(row);
  });
});
