import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { apiRoutes } from "@/app/api/routes";

import { articleSorts } from "@/server/articles/schema";
import { operationsOf } from "@/server/pipeline/openapi/document";
import { database } from "@/server/platform/database";
import { call } from "../support/api";
import { asAdmin } from "../support/database";
import { createTenant } from "../support/factories";
import { startProgram } from "../support/program";

import { operationCases, pageReads } from "../support/resources/collected";
import { withIds } from "../support/resources/ids";
import type { Crowd } from "../support/resources/resource";

import { watchStatements } from "../support/sent-statements";

import { wideLimits } from "../support/wide-limits";
import { crowd } from "./plans/bulk-data";
import { plansOf } from "./plans/explain";
import { faultsOf } from "./plans/plan";

/**
 * The plans of every read of lists, as the program sends it, under row security, in an organisation with many rows and in
 * one with few, among the rows of others.
 */
const program = startProgram(wideLimits);
const subjects: Partial<Record<"large" | "small", Crowd>> = {};
let sent: ReturnType<typeof watchStatements>;
let largeTables = new Set<string>();

/** Parameters that change how an answer is written, not what is read for it. */
const cosmetic = ["fields", "format", "cursor", "after", "wait"];

/** Rows that the statements of a read may touch where a total is counted, up to 10,000, and a page read. */
const counted = 11_000;

/** How many rows a read may touch that counts nothing: some for each row of the page. */
const rowsMax = 1_000;

beforeAll(async () => {
  const [other, large, small] = [
    await createTenant("Other"),
    await createTenant("Large"),
    await createTenant("Small"),
  ];
  await asAdmin(program.database(), async (sql) => {
    await crowd(sql, other, 20_000, 5);
    subjects.large = await crowd(sql, large, 10_000);
    subjects.small = await crowd(sql, small, 40);
    await sql`vacuum analyze`;
    const rows =
      await sql`select relname from pg_class where relnamespace = 'public'::regnamespace and reltuples > 5000`;
    largeTables = new Set(rows.map(({ relname }) => relname));
  });
  sent = watchStatements(database());
}, 240_000);

/** What is wrong with the plans of whatever `read` sends. */
async function faultsIn(
  { tenant }: Crowd,
  audience: "staff" | "public",
  max: number,
  read: () => Promise<unknown>,
): Promise<string[]> {
  sent.clear();
  const answer = await read();
  if (answer instanceof Response) expect(answer.status, await answer.text()).toBe(200);
  const queries = sent.all().filter(({ text }) => !text.includes("touch_api_key"));
  expect(queries.length).toBeGreaterThan(0);
  const scope = { tenantId: tenant.id, userId: tenant.admin.userId, audience };
  const custom = await plansOf(program.database(), scope, queries, "custom");
  expect(custom.length).toBeGreaterThanOrEqual(queries.length);
  const faults = custom.flatMap((plan) =>
    faultsOf(plan, { large: largeTables, rowsMax: max }).map(
      (fault) => `${fault}\n    in ${plan["Query Text"]}`,
    ),
  );
  // Planned once for all values, estimates can't be right, but hardly more rows are read, and by index all the same.
  const generic = await plansOf(program.database(), scope, queries, "generic");
  return [
    ...faults,
    ...generic.flatMap((plan) =>
      faultsOf(plan, { large: largeTables, rowsMax: 3 * max })
        .filter((fault) => !fault.includes("estimated"))
        .map((fault) => `${fault} in the plan for all values\n    in ${plan["Query Text"]}`),
    ),
  ];
}

const sizes = ["large", "small"] as const;
const asked = Object.entries(operationCases).flatMap(([operation, { variants = [] }]) =>
  variants.map((variant) => ({ operation, variant })),
);

function subjectOf(size: (typeof sizes)[number]): Crowd {
  const subject = subjects[size];
  if (!subject) throw new Error("subjects are there from beforeAll on");
  return subject;
}

describe.each(sizes)("in a %s organisation", (size) => {
  it.each(
    asked.map(
      ({ operation, variant }) =>
        [operation, typeof variant === "string" ? variant : `${variant.query}`, variant] as const,
    ),
  )("%s%s reads by index, and as much as was expected", async (operation, _name, variant) => {
    const subject = subjectOf(size);
    const { query, rowsMax: max = rowsMax } = typeof variant === "string" ? { query: variant } : variant;
    const { tenant, articleId: id } = subject;
    const target =
      withIds(operation.replace("GET ", ""), { id }) + (typeof query === "string" ? query : query(subject));
    const faults = await faultsIn(subject, "staff", max, () =>
      call("GET", target, { session: tenant.admin.token }),
    );
    expect(faults).toEqual([]);
  });

  it.each(["", "?status=published&sort=-publishedAt", "?tag=rare", "?tag=common", "?q=common", "?q=rare"])(
    "a site's list of articles%s reads by index, and as much as was expected",
    async (query) => {
      const subject = subjectOf(size);
      const faults = await faultsIn(subject, "public", 3 * counted, () =>
        call("GET", `/api/v1/articles${query}`, { key: subject.tenant.publishableKey }),
      );
      expect(faults).toEqual([]);
    },
  );

  it.each(Object.keys(pageReads))(
    "%s of a page reads by index, and as much as was expected",
    async (name) => {
      const subject = subjectOf(size);
      expect(await faultsIn(subject, "staff", counted, async () => pageReads[name]?.(subject))).toEqual([]);
    },
  );
});

describe("the judgement", () => {
  it.each([
    ["select count(*) from events where payload = '{}'", "Seq Scan events"],
    [
      "select id from articles where tenant_id = $1 and title = 'none' order by updated_at desc limit 20",
      "10000 rows read",
    ],
    ["select id from articles where tenant_id = $1 and left(slug, 4) = 'bulk'", "rows estimated"],
  ])("of %s is: %s", async (text, fault) => {
    const { tenant } = subjectOf("large");
    const scope = { tenantId: tenant.id, userId: tenant.admin.userId, audience: "staff" } as const;
    const params = text.includes("$1") ? [tenant.id] : [];
    const plans = await plansOf(program.database(), scope, [{ text, params }], "custom");
    const faults = plans.flatMap((plan) => faultsOf(plan, { large: largeTables, rowsMax }));
    expect(faults.join("\n")).toContain(fault);
  });
});

describe("the table of reads", () => {
  it("has each list of the API with each of its parameters, and each order", async () => {
    const modules = await Promise.all(
      Object.entries(apiRoutes).map(async ([name, load]) => [name, await load()] as const),
    );
    const missing = operationsOf(Object.fromEntries(modules)).flatMap(({ path: name, method, declared }) => {
      const isList =
        method === "GET" && (declared.data instanceof z.ZodArray || declared.media !== undefined);
      if (!isList) return [];
      const asked = operationCases[`GET ${name}`]?.variants;
      if (!asked) return [name];
      const text = asked.map((one) => (typeof one === "string" ? one : `${one.query}`)).join("\n");
      const parameters = declared.query instanceof z.ZodObject ? Object.keys(declared.query.shape) : [];
      return parameters
        .filter((parameter) => !cosmetic.includes(parameter))
        .flatMap((parameter) =>
          parameter === "sort" ? articleSorts.map((sort) => `sort=${sort}`) : [`${parameter}=`],
        )
        .filter((parameter) => !text.includes(parameter))
        .map((parameter) => `${name}: ${parameter}`);
    });
    expect(missing).toEqual([]);
  });

  it("has whatever else the pages list or count", () => {
    const files = import.meta.glob("/src/app/**/*.{ts,tsx}");
    const names = Object.keys(files)
      .filter((file) => !file.startsWith("/src/app/api/"))
      .flatMap((file) => {
        const source = readFileSync(path.join(process.cwd(), file), "utf8");
        return [...source.matchAll(/^import \{([^}]*)\} from "@\/server\/[^"]*(?<!schema)"/gm)].flatMap(
          ([, list = ""]) => [...list.matchAll(/\b(?:list|count)[A-Z]\w*/g)].map(([name]) => name),
        );
      });
    expect(names.length).toBeGreaterThan(10);
    expect([...new Set(names)].filter((name) => !pageReads[name])).toEqual([]);
  });
});
