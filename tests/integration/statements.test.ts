import { beforeAll, describe, expect, it } from "vitest";
import { database } from "@/server/platform/database";
import { expectations } from "../isolation/matrix/expectations";
import { givens, withIds } from "../isolation/matrix/given";
import { call } from "../support/api";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { watchSent } from "../support/sent";
import { wideLimits } from "../support/wide-limits";
import { fill, fillBelow } from "./statements/crowd";
import { type Cost, statements } from "./statements/table";

startProgram(wideLimits);
let sent: ReturnType<typeof watchSent>;
let small: TestTenant;
let full: TestTenant;

beforeAll(async () => {
  small = await createTenant("Small");
  full = await createTenant("Full");
  await fill(small, 1);
  await fill(full);
  sent = watchSent(database());
});

/** The matrix has every operation of every route file: a test of its own sees to that. */
const operations = Object.entries(expectations);

/** What nobody waits for: noting the last use of a key, and sending mails. */
const inTheBackground = /app\.(touch_api_key|mail_claim|mail_delete)/;

/** Sends the operation as an admin would, to something new, and returns what that request sent. */
async function ask(operation: string, tenant: TestTenant): Promise<{ cost: Cost; statements: string[] }> {
  const expectation = expectations[operation];
  if (!expectation) throw new Error(`${operation} is not in the matrix`);
  const { given, body, headers, query = "", allowed, ok } = expectation;
  const ids = await givens[given](tenant);
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
    ...(headers ? { headers } : {}),
  });
  await answer.text();
  expect(answer.status).toBe(ok);
  const statements = sent.statements().filter((statement) => !inTheBackground.test(statement));
  const trips = sent.trips().filter((trip) => !trip.every((statement) => inTheBackground.test(statement)));
  return { cost: [statements.length, trips.length], statements };
}

describe.each(operations)("%s", (operation) => {
  it("costs what the table says, in an organisation with few rows and in one with many", async () => {
    const [few, many] = [await ask(operation, small), await ask(operation, full)];
    expect(
      { few: few.cost, many: many.cost },
      `add it to statements/table.ts: ${few.statements.join(";\n")}`,
    ).toEqual({ few: statements[operation], many: statements[operation] });
  });
});

/** Those whose answers are cached. */
const cached = ["GET /api/v1/articles", "GET /api/v1/articles/[id]"];

describe.each(cached)("%s, again", (operation) => {
  it("asks Postgres for nothing, until something changes", async () => {
    const { id = "" } = operation.includes("[id]") ? await givens["published article"](small) : {};
    const target = withIds(operation.split(" ")[1] ?? "", { id });
    for (const key of [small.secretKeys.viewer, small.publishableKey]) {
      const ask = async () => {
        sent.clear();
        await (await call("GET", target, { key })).text();
        return sent.statements().filter((statement) => !inTheBackground.test(statement)).length;
      };
      await ask();
      expect([await ask(), await ask()]).toEqual([0, 0]);
      await givens["published article"](small);
      expect(await ask()).toBeGreaterThan(0);
    }
  });
});

it("the table lists nothing else", () => {
  expect(Object.keys(statements).filter((operation) => !expectations[operation])).toEqual([]);
});
