import { afterAll, beforeAll, expect, it } from "vitest";
import { call } from "../../support/api";
import { createTenant, type TestTenant } from "../../support/factories";
import { startProgram } from "../../support/program";
import { report } from "../../support/report";
import { wideLimits } from "../../support/wide-limits";
import { type ActorName, type Credential, credentialsOf } from "./actors";
import { type Case, isAboutTenants } from "./cases";
import { expectations, expectedForeignStatus, expectedStatus } from "./expectations";
import { givens, type Ids, idsIn, unknownId, withIds } from "./given";

let own: TestTenant;
let other: TestTenant;
let credentials: Record<ActorName, Credential>;
let executed = 0;

/** Makes tests of cases of the matrix. Call it at the top of a test file. */
export function executeMatrix(cases: Case[]): void {
  const program = startProgram(wideLimits);
  const isBare = process.env.WITHOUT_TENANT_PREDICATES === "1";
  const chosen = isBare ? cases.filter(isAboutTenants) : cases;
  const about = (what: Case["about"]) =>
    chosen.filter((one) => one.about === what).map(({ operation, actor }) => [operation, actor] as const);

  beforeAll(async () => {
    own = await createTenant("Own");
    other = await createTenant("Other");
    credentials = await credentialsOf(own, program.database());
  });

  afterAll(() => {
    const name = `isolation matrix${isBare ? " without tenant predicates" : ""}`;
    report(
      `${name}: ${Object.keys(expectations).length} operations, ${chosen.length} cases, ${executed} requests`,
    );
  });

  it.each(about("one's own"))(
    "%s, about something of one's own, answers %s as the table says",
    async (operation, actor) => {
      const expectation = expectationOf(operation);
      const answer = await ask(operation, await givens[expectation.given](own), actor);
      expect(answer.status).toBe(expectedStatus(expectation, actor));
    },
  );

  it.each(about("another tenant's"))(
    "%s, about something of another tenant, answers %s as about nothing, byte for byte",
    async (operation, actor) => {
      await expectNothingThere(operation, await givens[expectationOf(operation).given](other), {}, actor);
    },
  );

  it.each(about("another tenant's below one's own"))(
    "%s, about something of another tenant below one's own, answers %s as about nothing, byte for byte",
    async (operation, actor) => {
      const { given } = expectationOf(operation);
      const [ours, theirs]: [Ids, Ids] = [await givens[given](own), await givens[given](other)];
      const last = idsIn(operation).at(-1) ?? "";
      const foreign = { ...ours, [last]: theirs[last] ?? "" };
      await expectNothingThere(operation, foreign, { ...ours, [last]: unknownId }, actor);
    },
  );
}

function expectationOf(operation: string) {
  return expectations[operation] ?? expect.fail(`there is no ${operation}`);
}

async function ask(operation: string, ids: Ids, actor: ActorName) {
  const [method = "", path = ""] = operation.split(" ");
  const { body, headers, query = "" } = expectationOf(operation);
  executed++;
  const answer = await call(method, withIds(path, ids) + query, {
    ...credentials[actor],
    body: typeof body === "function" ? body(ids) : body,
    headers: { ...headers, "x-request-id": "same-for-all" },
  });
  const changing = ["content-security-policy", "ratelimit"];
  const shown = [...answer.headers].filter(([name]) => !changing.includes(name));
  return { status: answer.status, headers: shown, text: await answer.text() };
}

/** Both ids are asked about in the same state of the same test, by the same actor. */
async function expectNothingThere(operation: string, theirs: Ids, nobodys: Ids, actor: ActorName) {
  const [foreign, unknown] = [await ask(operation, theirs, actor), await ask(operation, nobodys, actor)];
  expect(foreign).toEqual(unknown);
  expect(foreign.status).toBe(expectedForeignStatus(expectationOf(operation), actor));
  expect(foreign.text).not.toContain("Secret");
}
