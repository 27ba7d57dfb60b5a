import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Costs, readCosts, workloadIds } from "../../scripts/bench/capacity/costs";
import { capacityMarkdown } from "../../scripts/bench/capacity/markdown";
import {
  type Assumptions,
  assumptions,
  breakingPoints,
  demandOf,
  limits,
  strainsOf,
} from "../../scripts/bench/capacity/model";

const cost = { server: 1_000, postgres: 500, redis: 50, bytes: 1_250 };
const costs: Costs = {
  workloads: { W1: cost, W2: cost, W3: cost, W4: cost, W5: cost, W6: cost },
  memoryMiB: 200,
  bytesPerArticle: 10_000,
  bytesPerRevision: 2_500,
  measured: "2026-11-25, a machine",
};
/** 8,640 requests a day are one in ten seconds; at the peak one in five. */
const assumed: Assumptions = {
  perDay: { W1: 8_000, W2: 0, W3: 640, W4: 0, W5: 0, W6: 0 },
  peakFactor: 2,
  utilisation: 0.5,
  articlesPerTenant: 100,
  revisionsPerArticle: 2,
};

describe("what organisations need", () => {
  it("is the requests of the busiest second times what each costs", () => {
    const demand = demandOf(5_000, costs, assumed);
    expect(demand).toMatchObject({
      requests: 1_000,
      serverCores: 2,
      processes: 2,
      serverMiB: 400,
      articles: 500_000,
    });
    expect(demand.postgresCores).toBeCloseTo(1);
    expect(demand.redisCores).toBeCloseTo(0.1);
    expect(demand.networkBits).toBeCloseTo(10e6);
    expect(demand.dataBytes).toBe(7.5e9);
    expect(demand.writes).toBeCloseTo((1_000 * 640) / 8_640);
  });

  it("breaks first where the largest share of a limit is used", () => {
    const available = { postgresCores: 4, redisCores: 1, dataBytes: 1.5e10, networkBits: 1e9 };
    const strains = strainsOf(demandOf(5_000, costs, assumed), available);
    expect(strains.map(({ resource }) => resource)).toEqual([
      "Postgres' disk",
      "Postgres' processors",
      "Redis' processor",
      "the proxy's network",
    ]);
    expect(breakingPoints(costs, assumed, available)[0]).toEqual(["Postgres' disk", 10_000]);
  });
});

describe("the figures of a run", () => {
  const directory = mkdtempSync(path.join(tmpdir(), "masthead-capacity-"));
  afterAll(() => rmSync(directory, { recursive: true }));

  function run(name: string, ids: readonly string[], server = 1_000): string {
    const file = path.join(directory, name);
    const result = {
      name: "masthead",
      cpu: { server, postgres: 500, redis: 50 },
      bytes: 1_250,
      memoryMiB: 200,
    };
    const rows = ids.map((id) => ({
      workload: `${id} something`,
      results: [{ ...result, name: "reference server" }, result],
    }));
    const storage = { articles: 100, bytes: 1e6, textBytes: 2_000 };
    writeFileSync(
      file,
      JSON.stringify({ date: "2026-11-25T10:00:00Z", machine: "a machine", storage, rows }),
    );
    return file;
  }

  it("are read, the later file's before the earlier one's", () => {
    expect(readCosts([run("all", workloadIds)])).toEqual(costs);
    const both = readCosts([run("all", workloadIds), run("one", ["W4"], 7)]);
    expect([both.workloads.W4.server, both.workloads.W1.server]).toEqual([7, 1_000]);
  });

  it("that lack a workload, or aren't any, are refused by name", () => {
    expect(() => readCosts([run("few", ["W1"])])).toThrow(/W2 is not in .*few/);
    writeFileSync(path.join(directory, "other"), "{}");
    expect(() => readCosts([path.join(directory, "other")])).toThrow(/other holds no figures/);
  });
});

it("the document was computed with the assumptions that hold now", () => {
  const [, written = ""] = readFileSync("docs/scaling.md", "utf8").split("<!-- npm run capacity -->");
  const lines = capacityMarkdown(costs, assumptions, limits).split("\n");
  const fixed = lines.filter((line) => /^(At the|What is used|\| request|\| organisations)/.test(line));
  expect(fixed).toHaveLength(4);
  for (const line of fixed) expect(written).toContain(line);
});
