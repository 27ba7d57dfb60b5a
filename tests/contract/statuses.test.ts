import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { report } from "../support/report";
import { type ActorName, actors, type Credential, credentialsOf } from "../support/resources/actors";
import { withoutCredential } from "../support/resources/expected";
import type { World } from "../support/resources/resource";
import { prepare, send } from "../support/resources/scenario";
import { wideLimits } from "../support/wide-limits";
import { checked, outcomeOf, outcomesOf } from "./checks/answers";
import { operations } from "./checks/description";
import { scenarioOf } from "./scenarios";

const program = startProgram(wideLimits);

let tenant: TestTenant;
let credentials: Record<ActorName, Credential>;
let produced = 0;

beforeAll(async () => {
  tenant = await createTenant();
  credentials = await credentialsOf(tenant, program.database());
});

afterAll(() => {
  const documented = operations.flatMap((operation) => outcomesOf(operation)).length;
  report(
    `contract: ${operations.length} operations, ${produced} of ${documented} documented answers produced here`,
  );
});

/** A client that asks for errors in this form. */
function world(accept: string): World {
  const ask: World["ask"] = (method, target, options = {}) =>
    checked(method, target, { ...options, headers: { accept, ...options.headers } });
  return { tenant, credentials, ask };
}

/** While the database is away nothing else works: `unavailable.test.ts` does that, for all operations. */
const elsewhere = ["503 unavailable"];

describe.each(operations)("$id", (operation) => {
  const outcomes = outcomesOf(operation).filter((outcome) => !elsewhere.includes(outcome));

  it.each(outcomes)("answers %s, as described", async (outcome) => {
    const scenario = scenarioOf(operation, outcome);
    expect(outcomeOf(await scenario(world("application/json"), operation))).toBe(outcome);
    produced++;
    if (Number.parseInt(outcome, 10) < 400) return;
    const problem = await scenario(world("application/problem+json"), operation);
    expect(outcomeOf(problem)).toBe(outcome);
    expect(problem.headers.get("content-type")).toBe("application/problem+json");
  });

  it("answers everyone as described", async () => {
    const anyone = world("application/json");
    // Of credentials that are none any more, no operation learns which one it was.
    const asking = actors.filter((actor) => actor === "signed out" || !withoutCredential.includes(actor));
    for (const credential of asking.map((actor) => credentials[actor])) {
      const prepared = await prepare(anyone, operation);
      await send(anyone, prepared, { key: undefined, session: undefined, ...credential });
    }
  });
});

describe("the scenarios", () => {
  it("are all of answers that are described", () => {
    for (const operation of operations) {
      const described = outcomesOf(operation);
      const made = Object.keys(operation.expected.answers ?? {});
      expect(
        made.filter((outcome) => !described.includes(outcome)),
        operation.id,
      ).toEqual([]);
    }
  });
});
