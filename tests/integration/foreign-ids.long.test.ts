import { uuidv7 } from "uuidv7";
import { beforeAll, describe, expect, it } from "vitest";
import { call } from "../support/api";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { compareTimes } from "../support/timing";
import { wideLimits } from "../support/wide-limits";

startProgram(wideLimits);
const samples = 250;
/** As in `enumeration.long.test.ts`: one chance in a thousand, asked twice. */
const suspicious = 0.001;
/** Thousands of requests, on whatever machine: in milliseconds. */
const slowMs = 120_000;
let own: TestTenant;
/** As many as there are samples, so that nothing is remembered of one that is asked about again. */
let foreign: string[];
let unknown: string[];

beforeAll(async () => {
  own = await createTenant("Own");
  const other = await createTenant("Other");
  foreign = [];
  for (let count = 0; count < samples; count++) {
    foreign.push((await createArticle(other.admin, { title: "Secret", status: "published" })).id);
  }
  unknown = foreign.map(() => uuidv7());
});

const operations: [string, string, unknown][] = [
  ["GET", "", undefined],
  ["PATCH", "", { title: "Taken" }],
  ["DELETE", "", undefined],
  ["GET", "/comments", undefined],
  ["POST", "/comments", { body: "New" }],
];

async function ask([method, below, body]: (typeof operations)[number], id = ""): Promise<void> {
  const answer = await call(method, `/api/v1/articles/${id}${below}`, { key: own.secretKeys.admin, body });
  expect(answer.status).toBe(404);
}

describe("whether another organisation has an article can't be told from how long the answer takes", () => {
  it.each(operations)(
    "%s /api/v1/articles/[id]%s",
    async (...operation) => {
      const compare = () =>
        compareTimes({
          samples,
          a: (index) => ask(operation, foreign[index]),
          b: (index) => ask(operation, unknown[index]),
        });
      let found = await compare();
      // A difference that is there shows again; one that is chance doesn't.
      if (found.p <= suspicious) found = await compare();
      expect(found.p, `the medians differ by ${found.differenceMs} ms`).toBeGreaterThan(suspicious);
    },
    slowMs,
  );

  it(
    "while this way of asking does notice one more look-up",
    async () => {
      const get = operations[0] ?? ["GET", "", undefined];
      const { p } = await compareTimes({
        samples,
        // More of the same work, so that the difference grows with whatever else the machine does.
        a: async (index) => {
          await ask(get, foreign[index]);
          await ask(get, foreign[index]);
        },
        b: (index) => ask(get, unknown[index]),
      });
      expect(p).toBeLessThan(suspicious);
    },
    slowMs,
  );
});
