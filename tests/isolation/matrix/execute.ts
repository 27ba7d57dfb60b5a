import { afterAll, beforeAll, expect, it } from "vitest";
import { call } from "../../support/api";
import { createTenant, type TestTenant } from "../../support/factories";
import { startProgram } from "../../support/program";
import { report } from "../../support/report";
import { type ActorName, type Credential, credentialsOf } from "../../support/resources/actors";
import { operationCases } from "../../support/resources/collected";
import { expectedForeignStatus, expectedStatus } from "../../support/resources/expected";
import { type Ids, idsIn, unknownId, withIds } from "../../support/resources/ids";
import { makeFixture, ownerIn } from "../../support/resources/make";
import { wideLimits } from "../../support/wide-limits";
import { type Case, isAboutTenants } from "./cases";

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
      `${name}: ${Object.keys(operationCases).length} operations, ${chosen.length} cases, ${executed} requests`,
    );
  });

  it.each(about("one's own"))(
    "%s, about something of one's own, answers %s as its case says",
    async (operation, actor) => {
      const expectation = expectationOf(operation);
      const answer = await ask(operation, await makeFixture(expectation, ownerIn(own)), actor);
      expect(answer.status).toBe(expectedStatus(expectation, actor));
    },
  );

  it.each(about("another tenant's"))(
    "%s, about something of another tenant, answers %s as about nothing, byte for byte",
    async (operation, actor) => {
      const theirs = await makeFixture(expectationOf(operation), ownerIn(other));
      await expectNothingThere(operation, theirs, {}, actor);
    },
  );

  it.each(about("another tenant's below one's own"))(
    "%s, about something of another tenant below one's own, answers %s as about nothing, byte for byte",
    async (operation, actor) => {
      const expectation = expectationOf(operation);
      const ours = await makeFixture(expectation, ownerIn(own));
      const theirs = await makeFixture(expectation, ownerIn(other));
      const last = idsIn(operation).at(-1) ?? "";
      const foreign = { ...ours, [last]: theirs[last] ?? "" };
      await expectNothingThere(operation, foreign, { ...ours, [last]: unknownId }, actor);
    },
  );
}

function expectationOf(operation: string) {
  return operationCases[operation] ?? expect.fail(`there is no ${operation}`);
}

async function ask(operation: string, ids: Ids, actor: ActorName) {
  const [method = "", path = ""] = operation.split(" ");
  const { body, query = "" } = expectationOf(operation);
  executed++;
  const answer = await call(method, withIds(path, ids) + query, {
    ...credentials[actor],
    body: typeof body === "function" ? body(ids) : body,
    headers: { "x-request-id": "same-for-all" },
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
