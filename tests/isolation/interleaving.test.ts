import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { report } from "../support/report";
import { commandsOf } from "./model/commands";
import { World } from "./model/world";

startProgram({ DATABASE_POOL_MAX: "4" });

/** `npm run test:soak -- --operations N` sets this; each run of the property takes up to 400 of them. */
const operations = Number(process.env.SOAK_OPERATIONS ?? 2_000);
const seed = Number(process.env.SOAK_SEED ?? Date.now() % 1_000_000);
const perRun = 400;

describe("tenants that work at the same time", () => {
  let pool: TestTenant[] = [];
  beforeAll(async () => {
    pool = await Promise.all(Array.from({ length: 5 }, (_, index) => createTenant(`Tenant ${index}`)));
  });

  it(
    "each see what a model of them alone predicts",
    async () => {
      let performed = 0;
      let leaks = 0;
      const runs = Math.max(1, Math.round(operations / perRun));
      const property = fc.asyncProperty(
        fc.integer({ min: 2, max: 5 }).chain((count) =>
          commandsOf(count, { minLength: perRun, maxLength: perRun }).map((commands) => ({
            count,
            commands,
          })),
        ),
        async ({ count, commands }) => {
          const world = new World(await freshTenants(count));
          await world.run(commands);
          performed += commands.length;
          leaks += world.leaks.length;
          expect(world.leaks).toEqual([]);
          for (const { seen, expected } of await world.compare()) expect(seen).toEqual(expected);
        },
      );
      try {
        await fc.assert(property, { numRuns: runs, seed, endOnFailure: true });
      } finally {
        report(`interleaving: ${performed} operations, leaks ${leaks}, seed ${seed}`);
      }
    },
    24 * 3_600_000,
  );

  /** New ones for each run; the first run takes those that are there. */
  async function freshTenants(count: number): Promise<TestTenant[]> {
    const taken = pool.splice(0, count);
    while (taken.length < count) taken.push(await createTenant("Another tenant"));
    return taken;
  }
});
