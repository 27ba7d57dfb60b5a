import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashPassword } from "@/server/auth/passwords";
import { insertOrganisation } from "@/server/tenants/sign-up";
import { anEmail, password } from "../support/factories";
import { startProgram } from "../support/program";
import { report } from "../support/report";
import { commandsOf } from "./model/commands";
import { type ModelTenant, World } from "./model/world";

startProgram({ DATABASE_POOL_MAX: "5" });

/** `npm run test:soak -- --operations N` sets this; a run of the property takes `perRun` of them. */
const operations = Number(process.env.SOAK_OPERATIONS ?? 2_000);
const seed = Number(process.env.SOAK_SEED ?? Date.now() % 1_000_000);
/**
 * Two worlds of two to five tenants share a pool in each run, so that connections change hands all the time. Long runs
 * have longer histories, and spend less on the comparison at their end, which is the same either way.
 */
const perRun = operations > 100_000 ? 2_000 : 400;

describe("tenants that work at the same time", () => {
  it(
    "each see what a model of them alone predicts",
    async () => {
      let performed = 0;
      let leaks = 0;
      const runs = Math.max(1, Math.round(operations / perRun));
      const world = fc
        .integer({ min: 2, max: 5 })
        .chain((count) => commandsOf(count, { minLength: perRun / 2, maxLength: perRun / 2 }));
      const property = fc.asyncProperty(fc.tuple(world, world), async (both) => {
        await Promise.all(
          both.map(async (commands) => {
            const count = Math.max(...commands.map(({ tenant }) => tenant)) + 1;
            const alone = new World(await freshTenants(count));
            await alone.run(commands);
            performed += commands.length;
            leaks += alone.leaks.length;
            expect(alone.leaks).toEqual([]);
            for (const { seen, expected } of await alone.compare()) expect(seen).toEqual(expected);
          }),
        );
      });
      try {
        await fc.assert(property, { numRuns: runs, seed, endOnFailure: true });
      } finally {
        report(`interleaving: ${performed} operations, leaks ${leaks}, seed ${seed}`);
      }
    },
    24 * 3_600_000,
  );

  let serial = 0;
  let passwordHash: Promise<string> | undefined;

  /** New ones for each run. Nobody signs in here, so that one hash of a password does for all. */
  async function freshTenants(count: number): Promise<ModelTenant[]> {
    passwordHash ??= hashPassword(password);
    const founding = { name: "Ada Admin", passwordHash: await passwordHash, emailVerifiedAt: null };
    const names = Array.from({ length: count }, () => `Tenant ${++serial}`);
    return Promise.all(
      names.map((organisation) =>
        insertOrganisation({ ...founding, organisation, email: anEmail("admin") }, "test-request"),
      ),
    );
  }
});
