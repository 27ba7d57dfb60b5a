import { expect, test } from "vitest";
import { growthOf, residentMiB } from "../../scripts/bench/memory";

const run = (sizeAt: (second: number) => number) => Array.from({ length: 60 }, (_, second) => sizeAt(second));

test("memory that grows all the time is growth", () => {
  expect(growthOf(run((second) => 200 + 5 * second))).toMatchObject({ growing: true });
});

test.each([
  ["warms up and stays", (second: number) => (second < 10 ? 100 + 20 * second : 300)],
  ["goes up and down", (second: number) => 300 + 80 * Math.sin(second)],
  ["creeps by a little", (second: number) => 300 + second / 4],
])("memory that %s is none", (_, sizeAt) => {
  expect(growthOf(run(sizeAt))).toMatchObject({ growing: false });
});

test("too few samples say nothing", () => {
  expect(growthOf([1, 2, 3])).toBeUndefined();
});

test("this process has some memory, and one that is not there has none", () => {
  expect(residentMiB(process.pid)).toBeGreaterThan(10);
  expect(residentMiB(2 ** 30)).toBeUndefined();
});
