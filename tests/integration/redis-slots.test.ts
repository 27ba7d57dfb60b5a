import { expect, it } from "vitest";
import { buildTenantContext } from "@/server/auth/build-tenant-context";
import { RateLimiter } from "@/server/limits/rate-limiter";
import { TenantCache } from "@/server/platform/cache";
import { GenerationStore } from "@/server/platform/generations";
import { openRedis, type Redis } from "@/server/platform/redis";

/**
 * A Redis cluster answers a command only if all of its keys are in one slot, which the part in braces decides alone.
 * `npm run test:scale` shows the same on a real Redis in cluster mode, where there is one.
 */
const asked: string[][] = [];
const memory = openRedis({ kind: "memory" });
const watched: Redis = {
  ...memory,
  getMany: (keys) => memory.getMany(note(keys)),
  eval: (script, keys, args) => memory.eval(script, note(keys), args),
  evalsha: (sha, keys, args) => memory.evalsha(sha, note(keys), args),
};

function note(keys: string[]): string[] {
  asked.push(keys);
  return keys;
}

/** As Redis has it: what is between the first brace and the next closing one. */
function slotsOf(keys: string[]): string[] {
  return [...new Set(keys.map((key) => /\{(.+?)\}/.exec(key)?.[1] ?? `all of ${key}`))];
}

it("what one command asks for is in one slot", async () => {
  const policy = { name: "address", max: 5, windowSeconds: 60, localMax: 5 };
  await new RateLimiter(watched).take(policy, "2001:db8::/64");
  const { tenantId } = buildTenantContext({
    tenantId: "01937d2a-5c1e-7a34-8f00-6b1f0c9d2e11",
    tenantSlug: "one",
    tenantName: "One",
    userId: null,
    role: "viewer",
    audience: "public",
    actor: { type: "visitor" },
    requestId: "test",
  });
  const cache = new TenantCache(watched, 1_000_000);
  const generations = await new GenerationStore(watched).ask(tenantId, ["articles", "tags"]);
  await cache.read(tenantId, "articles", "name", async () => 1, { generations });
  expect(asked.filter((keys) => keys.length > 1).map(slotsOf)).toEqual(
    expect.arrayContaining([["2001:db8::/64"], [tenantId]]),
  );
  for (const keys of asked) expect(slotsOf(keys), keys.join(" ")).toHaveLength(1);
});
