import fc from "fast-check";
import { afterAll, beforeAll, describe, it } from "vitest";
import { startProgram } from "../support/program";
import { report } from "../support/report";
import { wideLimits } from "../support/wide-limits";
import { operations } from "./checks/description";
import { requestsOf } from "./fuzz/requests";
import { FuzzedWorld } from "./fuzz/world";

/** Requests for each operation; more find more. `npm run test:contract` sends 1,000. */
const requests = Number(process.env.FUZZ_REQUESTS ?? 25);
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);

const program = startProgram(wideLimits);
let world: FuzzedWorld;

beforeAll(async () => {
  world = await FuzzedWorld.create(program.database());
});

afterAll(async () => {
  await world.close();
  const { total, succeeded, refused, failed, changed } = world.seen;
  report(
    `fuzz: ${total} requests to ${operations.length} operations (FUZZ_SEED=${seed}): ${succeeded} done, ` +
      `${changed} of them changes, ${refused} refused, ${failed} answered 5xx`,
  );
});

describe.each(operations)("$id", (operation) => {
  it("answers whatever it is sent as described, and does nothing by half", {
    timeout: 60_000 + requests * 1_000,
  }, async () => {
    world.turn();
    await fc.assert(
      fc.asyncProperty(requestsOf(operation), (plan) => world.send(operation, plan)),
      { numRuns: requests, seed },
    );
  });
});
