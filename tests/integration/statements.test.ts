import { beforeAll, describe, expect, it } from "vitest";
import { database } from "@/server/platform/database";
import { call } from "../support/api";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { operationCases, resources } from "../support/resources/collected";
import { type Ids, withIds } from "../support/resources/ids";
import { makeFixture, ownerIn, publishedArticle } from "../support/resources/make";
import type { Cost, OperationCase } from "../support/resources/resource";
import { watchStatements } from "../support/sent-statements";
import { wideLimits } from "../support/wide-limits";

startProgram(wideLimits);
let sent: ReturnType<typeof watchStatements>;
let small: TestTenant;
let full: TestTenant;

beforeAll(async () => {
  small = await createTenant("Small");
  full = await createTenant("Full");
  await fill(small, 1);
  await fill(full, crowdSize);
  sent = watchStatements(database());
});

/** How many of each thing a full organisation has, and how many an article has below it. */
const crowdSize = 12;

async function fill(tenant: TestTenant, size: number): Promise<void> {
  for (const resource of resources) {
    for (let index = 0; index < size; index++) await resource.fill?.(tenant, index);
  }
}

/** Gives one article more of all that belongs to an article. Other things have nothing below them. */
async function fillBelow(tenant: TestTenant, { id }: Ids): Promise<void> {
  const key = tenant.secretKeys.admin;
  const path = `/api/v1/articles/${id}`;
  if (!id || (await call("GET", path, { key })).status !== 200) return;
  for (let count = 0; count < crowdSize; count++) {
    await call("PATCH", path, { key, body: { content: `Text ${count}`, tags: [`a-${count}`, "b"] } });
    await call("POST", `${path}/comments`, { key, body: { body: "Yes." } });
  }
  await call("PUT", `${path}/like`, { session: tenant.editor.token });
}

/** Every operation of every route file: a test of the matrix sees to that. */
const operations = Object.entries(operationCases);

/** What nobody waits for: noting the last use of a key, and sending mails. */
const inTheBackground = /app\.(touch_api_key|mail_claim|mail_delete)/;

/** Sends the operation as an admin would, to something new, and returns what that request sent. */
async function ask(
  operation: string,
  { given, body, query = "", allowed, ok }: OperationCase,
  tenant: TestTenant,
): Promise<{ cost: Cost; statements: string[] }> {
  const ids = await makeFixture({ given }, ownerIn(tenant));
  if (tenant === full) await fillBelow(tenant, ids);
  const [method = "", path = ""] = operation.split(" ");
  const credential = allowed.includes("admin key")
    ? { key: tenant.secretKeys.admin }
    : { session: tenant.admin.token };
  // What looks the key up is left out.
  await call("GET", "/api/v1/me", credential);
  sent.clear();
  const answer = await call(method, withIds(path, ids) + query, {
    ...credential,
    body: typeof body === "function" ? body(ids) : body,
  });
  await answer.text();
  expect(answer.status).toBe(ok);
  const statements = sent.statements().filter((statement) => !inTheBackground.test(statement));
  const trips = sent.trips().filter((trip) => !trip.every((statement) => inTheBackground.test(statement)));
  return { cost: [statements.length, trips.length], statements };
}

describe.each(operations)("%s", (operation, expected) => {
  it("costs what its case says, in an organisation with few rows and in one with many", async () => {
    const [few, many] = [await ask(operation, expected, small), await ask(operation, expected, full)];
    expect({ few: few.cost, many: many.cost }, `it sends: ${few.statements.join(";\n")}`).toEqual({
      few: expected.cost,
      many: expected.cost,
    });
  });
});

/** Those whose answers are cached. */
const cached = ["GET /api/v1/articles", "GET /api/v1/articles/[id]"];

describe.each(cached)("%s, again", (operation) => {
  it("asks Postgres for nothing, until something changes", async () => {
    const { id = "" } = operation.includes("[id]") ? await publishedArticle(ownerIn(small)) : {};
    const target = withIds(operation.split(" ")[1] ?? "", { id });
    for (const key of [small.secretKeys.viewer, small.publishableKey]) {
      const ask = async () => {
        sent.clear();
        await (await call("GET", target, { key })).text();
        return sent
          .trips()
          .flat()
          .filter((statement) => !inTheBackground.test(statement)).length;
      };
      // What the key stands for may be kept from the second time on.
      for (let count = 0; count < 2; count++) await ask();
      expect([await ask(), await ask()]).toEqual([0, 0]);
      await publishedArticle(ownerIn(small));
      expect(await ask()).toBeGreaterThan(0);
    }
  });
});
