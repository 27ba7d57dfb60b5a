import { expect, test } from "vitest";
import { movedLines, ratiosOf } from "../../scripts/bench/baseline";
import { flameGraph } from "../../scripts/bench/flame-graph";
import { readOptions } from "../../scripts/bench/options";
import type { Result } from "../../scripts/bench/rounds";
import { selfTimes } from "../../scripts/bench/self-times";
import { median, percentile } from "../../scripts/bench/statistics";
import { figure, resultLines, tableLines } from "../../scripts/bench/table";

const result = (name: string, more: Partial<Result> = {}): Result => ({
  name,
  rate: 1_000,
  p50: 1,
  p95: 2,
  p99: 3,
  cpu: { server: 100, postgres: 50, redis: 0 },
  bytes: 2_000,
  memoryMiB: 80,
  ratio: 1,
  ...more,
});

test.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 3, 2], 2.5],
  [[100, 1, 1], 1],
])("the median of %j is %d", (values, expected) => {
  expect(median(values)).toBe(expected);
});

test("there is no median of nothing", () => {
  expect(median([])).toBeNaN();
  expect(percentile([], 0.5)).toBeNaN();
});

test("a percentile is one of the values, by nearest rank", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
  expect([0.5, 0.95, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([50, 95, 99, 100]);
  expect(percentile([7], 0.01)).toBe(7);
});

test("figures keep what means something", () => {
  expect([1234.5, 12.345, 0.1234, Number.NaN].map(figure)).toEqual(["1235", "12.3", "0.12", "-"]);
});

test("a table is aligned: the first column to the left, the others to the right", () => {
  expect(
    tableLines(
      ["name", "n"],
      [
        ["a", "1"],
        ["longer", "1000"],
      ],
    ),
  ).toEqual(["  name       n", "  a          1", "  longer  1000"]);
});

test("results name each workload once", () => {
  const lines = resultLines([
    { workload: "W1 list", results: [result("reference server"), result("masthead", { ratio: 0.5 })] },
  ]);
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^ {2}W1 list +reference server +1000 +1\.00 /);
  expect(lines[2]).toMatch(/^ {12,}masthead +1000 +0\.50 /);
});

test("ratios are those to the first server, of speed and of processor time", () => {
  const slow = result("masthead", { ratio: 0.25, cpu: { server: 500, postgres: 60, redis: 40 } });
  expect(ratiosOf([{ workload: "W2 one by id", results: [result("reference server"), slow] }])).toEqual({
    "W2 masthead": { ratio: 0.25, cpu: 4 },
  });
});

test("what moved is said, and what is noise is not", () => {
  const before = { "W1 masthead": { ratio: 0.5, cpu: 2 }, "W2 masthead": { ratio: 0.4 } };
  expect(
    movedLines(before, { "W1 masthead": { ratio: 0.55, cpu: 2.1 }, "W2 masthead": { ratio: 0.41 } }),
  ).toEqual([]);
  expect(
    movedLines(before, {
      "W1 masthead": { ratio: 0.25, cpu: 4 },
      "W2 masthead": { ratio: 0.6 },
      "W3 api": { ratio: 0.3 },
    }),
  ).toEqual([
    "W1 masthead: ratio 0.5 → 0.25, 50 % slower",
    "W1 masthead: CPU of an answer 2 → 4, 100 % dearer",
    "W2 masthead: ratio 0.4 → 0.6, 50 % faster",
    "W3 api: ratio 0.3, not in the baseline",
  ]);
});

test("a profile's time is added up by function, waiting left out", () => {
  const at = (functionName: string, url = "") => ({ functionName, url, lineNumber: 9 });
  const profile = {
    nodes: [
      { id: 1, callFrame: at("(idle)") },
      { id: 2, callFrame: at("parse", "file:///a/node_modules/@scope/pack/lib/x.js") },
      { id: 3, callFrame: at("parse", "file:///a/node_modules/@scope/pack/lib/x.js") },
      { id: 4, callFrame: at("(garbage collector)") },
      { id: 5, callFrame: at("gate", "file:///a/src/server/http/gate.ts") },
    ],
    samples: [1, 2, 3, 4, 2, 5],
    timeDeltas: [1_000, 10, 20, 15, 30, 5],
  };
  expect(selfTimes(profile)).toEqual([
    { name: "parse lib/x.js:10", owner: "@scope/pack", us: 60 },
    { name: "(garbage collector)", owner: "(garbage collector)", us: 15 },
    { name: "gate http/gate.ts:10", owner: "src/server", us: 5 },
  ]);
});

test("a flame graph shows whom functions were called by, as wide as they took time with all below them", () => {
  const at = (functionName: string) => ({ functionName, url: "", lineNumber: 0 });
  const svg = flameGraph(
    {
      nodes: [
        { id: 1, callFrame: at("(root)"), children: [2, 5] },
        { id: 2, callFrame: at("serve"), children: [3, 4] },
        { id: 3, callFrame: at("a<b>") },
        { id: 4, callFrame: at("write") },
        { id: 5, callFrame: at("(idle)") },
      ],
      samples: [2, 3, 4, 5],
      timeDeltas: [10, 30, 60, 1_000],
    },
    "Where the time goes, by function",
    () => "x",
  );
  const titles = [...svg.matchAll(/<title>(.*?)<\/title>/g)].map(([, title]) => title);
  expect(titles).toEqual([
    "Where the time goes, by function",
    "all (): 100.0 %",
    "serve (x): 100.0 %",
    "write (x): 60.0 %",
    "a&lt;b&gt; (x): 30.0 %",
  ]);
  expect(svg).toContain('x="0.0" y="34" width="720.0"');
});

test("options have defaults, and name what is wrong", () => {
  expect(readOptions([])).toMatchObject({
    rounds: 5,
    seconds: 5,
    connections: 10,
    build: true,
    large: false,
  });
  expect(readOptions(["--only", "w1,W3", "--no-build"])).toMatchObject({ only: ["W1", "W3"], build: false });
  expect(() => readOptions(["--only", "W9"])).toThrow('There is no workload "W9"');
  expect(() => readOptions(["--rounds", "0"])).toThrow("--rounds must be a whole number above 0");
  expect(() => readOptions(["--quick"])).toThrow(/--quick/);
});
