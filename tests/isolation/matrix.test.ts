import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, type RouteModule, routes } from "../support/api";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { report } from "../support/report";
import { type ActorName, actors, type Credential, credentialsOf } from "./matrix/actors";
import { type Expectation, expectations, expectedForeignStatus, expectedStatus } from "./matrix/expectations";
import { renderPermissions } from "./matrix/render";

const program = startProgram({
  RATE_LIMIT_ADDRESS_PER_MINUTE: "1000000",
  RATE_LIMIT_CREDENTIAL_PER_MINUTE: "1000000",
});

const unknownId = "01890000-0000-7000-8000-000000000000";
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
    `isolation matrix: ${Object.keys(expectations).length} operations × ${actors.length} actors × 3 ids, ${executed} requests`,
  );
});

/** Makes what the operation is about, and returns its id. */
async function make(tenant: TestTenant, { given }: Expectation): Promise<string> {
  if (given === "nothing") return unknownId;
  const status = given === "draft article" ? "draft" : "published";
  const article = await createArticle(tenant.admin, { title: "Secret", status });
  if (given !== "comment") return article.id;
  const options = { key: tenant.secretKeys.admin, body: { body: "Secret" } };
  return (await (await call("POST", `/api/v1/articles/${article.id}/comments`, options)).json()).data.id;
}

async function ask(operation: string, id: string, actor: ActorName) {
  const [method = "", path = ""] = operation.split(" ");
  executed++;
  const answer = await call(method, path.replace("[id]", id), {
    ...credentials[actor],
    body: expectations[operation]?.body,
    headers: { "x-request-id": "same-for-all" },
  });
  const changing = ["content-security-policy", "ratelimit"];
  const headers = [...answer.headers].filter(([name]) => !changing.includes(name));
  return { status: answer.status, headers, text: await answer.text() };
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
          params: Promise.resolve({ id: unknownId }),
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
    const answer = await ask(operation, await make(own, expectation), actor);
    expect(answer.status).toBe(expectedStatus(expectation, actor));
  });
});

const withId = Object.entries(expectations).filter(([operation]) => operation.includes("[id]"));

describe.each(withId)("%s, about something of another tenant", (operation, expectation) => {
  it.each(actors)("answers %s as about something that isn't there, byte for byte", async (actor) => {
    const theirs = await ask(operation, await make(other, expectation), actor);
    const nobodys = await ask(operation, unknownId, actor);
    expect(theirs).toEqual(nobodys);
    expect(theirs.status).toBe(expectedForeignStatus(expectation, actor));
    expect(theirs.text).not.toContain("Secret");
  });
});
