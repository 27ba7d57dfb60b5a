import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, type RouteModule, routes } from "../support/api";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { report } from "../support/report";
import { wideLimits } from "../support/wide-limits";
import { type ActorName, actors, type Credential, credentialsOf } from "./matrix/actors";
import { expectations, expectedForeignStatus, expectedStatus } from "./matrix/expectations";
import { givens, type Ids, idsIn, unknownId, withIds } from "./matrix/given";
import { renderPermissions } from "./matrix/render";

const program = startProgram(wideLimits);

let own: TestTenant;
let other: TestTenant;
let credentials: Record<ActorName, Credential>;
let executed = 0;

beforeAll(async () => {
  own = await createTenant("Own");
  other = await createTenant("Other");
  credentials = await credentialsOf(own, program.database());
});

afterAll(() => {
  report(
    `isolation matrix${process.env.WITHOUT_TENANT_PREDICATES ? " without tenant predicates" : ""}: ${Object.keys(expectations).length} operations × ${actors.length} actors × 3 ids, ${executed} requests`,
  );
});

async function ask(operation: string, ids: Ids, actor: ActorName) {
  const [method = "", path = ""] = operation.split(" ");
  const { body, headers, query = "" } = expectations[operation] ?? {};
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

describe("the table of permissions", () => {
  it("lists every method of every route file", async () => {
    const found: string[] = [];
    for (const { path, load } of routes.filter((route) => route.path.startsWith("/api/v1/"))) {
      for (const [method, handler] of Object.entries(await load()) as [
        keyof RouteModule,
        NonNullable<RouteModule["GET"]>,
      ][]) {
        const answer = await handler(new Request(`http://localhost${path}`, { method }), {
          params: Promise.resolve(Object.fromEntries(idsIn(path).map((name) => [name, unknownId]))),
        });
        if (answer.status !== 405) found.push(`${method} ${path}`);
      }
    }
    const missing = found.filter((operation) => !expectations[operation]);
    expect(
      missing.map((operation) => `${operation}: add a line to tests/isolation/matrix/expectations.ts`),
    ).toEqual([]);
    expect(Object.keys(expectations).filter((operation) => !found.includes(operation))).toEqual([]);
  });

  it("is the one in the docs", () => {
    const file = "docs/permissions.md";
    const rendered = renderPermissions();
    if (process.env.UPDATE_DOCS) writeFileSync(file, rendered);
    expect(readFileSync(file, "utf8"), "run UPDATE_DOCS=1 npm test -- matrix").toBe(rendered);
  });
});

describe.each(Object.entries(expectations))("%s, about something of one's own", (operation, expectation) => {
  it.each(actors)("answers %s as the table says", async (actor) => {
    const answer = await ask(operation, await givens[expectation.given](own), actor);
    expect(answer.status).toBe(expectedStatus(expectation, actor));
  });
});

const withAnId = Object.entries(expectations).filter(([operation]) => operation.includes("["));

/** Both ids are asked about in the same state of the same test, by the same actor. */
async function expectNothingThere(operation: string, theirs: Ids, nobodys: Ids, actor: ActorName) {
  const [foreign, unknown] = [await ask(operation, theirs, actor), await ask(operation, nobodys, actor)];
  expect(foreign).toEqual(unknown);
  const expectation = expectations[operation];
  expect(foreign.status).toBe(expectation && expectedForeignStatus(expectation, actor));
  expect(foreign.text).not.toContain("Secret");
}

describe.each(withAnId)("%s, about something of another tenant", (operation, { given }) => {
  it.each(actors)("answers %s as about something that isn't there, byte for byte", async (actor) => {
    await expectNothingThere(operation, await givens[given](other), {}, actor);
  });
});

const nested = withAnId.filter(([operation]) => idsIn(operation).length > 1);

describe.each(nested)(
  "%s, about something of another tenant below something of one's own",
  (operation, { given }) => {
    it.each(actors)("answers %s as about something that isn't there, byte for byte", async (actor) => {
      const [ours, theirs]: [Ids, Ids] = [await givens[given](own), await givens[given](other)];
      const last = idsIn(operation).at(-1) ?? "";
      const foreign = { ...ours, [last]: theirs[last] ?? "" };
      await expectNothingThere(operation, foreign, { ...ours, [last]: unknownId }, actor);
    });
  },
);
