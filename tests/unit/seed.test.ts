import fc from "fast-check";
import { expect, test } from "vitest";
import { isWellFormedKey } from "@/server/auth/key-format";
import { articlesOf } from "../../scripts/bench/seed/articles";
import { planSeed } from "../../scripts/bench/seed/plan";
import { Random } from "../../scripts/bench/seed/random";
import { sizesOf } from "../../scripts/bench/seed/sizes";

test("sizes add up, fall, and leave nobody without as long as there is one for each", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 100_000 }),
      (tenants, articles) => {
        const sizes = sizesOf(tenants, articles);
        expect(sizes).toHaveLength(tenants);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(articles);
        expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(articles >= tenants ? 1 : 0);
      },
    ),
  );
});

test.each([
  [100, 10_000],
  [1_000, 1_000_000],
])("of %d organisations with %d articles one holds a tenth, and no other comes near", (tenants, articles) => {
  const [first = 0, second = 0, ...rest] = sizesOf(tenants, articles);
  expect(first / articles).toBeCloseTo(0.1, 2);
  expect(second).toBeLessThan(first / 2);
  expect(rest.at(-1)).toBeGreaterThan(second / 50);
});

test("the same seed gives the same numbers, another gives others", () => {
  const numbers = (seed: string) => {
    const random = new Random(seed);
    return Array.from({ length: 50 }, () => random.next());
  };
  expect(numbers("a")).toEqual(numbers("a"));
  expect(numbers("a")).not.toEqual(numbers("b"));
  expect(numbers("a").filter((value) => value % 2 === 0).length).toBeGreaterThan(10);
});

test("ids are of version 7 and in the order of time, whatever else is random", () => {
  const random = new Random("ids");
  const ids = Array.from({ length: 100 }, (_, index) => random.uuid(new Date(1_700_000_000_000 + index)));
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(ids).toEqual(ids.toSorted());
});

test("organisations differ, and their keys have the right form", () => {
  const plan = planSeed({ tenants: 50, articles: 5_000 });
  const keys = plan.flatMap(({ secretKey, publishableKey }) => [secretKey.key, publishableKey.key]);
  expect(new Set(keys)).toHaveProperty("size", 100);
  expect(keys.every(isWellFormedKey)).toBe(true);
  expect(new Set(plan.map(({ id }) => id))).toHaveProperty("size", 50);
});

test("articles are within the bounds of what the program accepts, some 2,000 characters on average", () => {
  const [tenant] = planSeed({ tenants: 1, articles: 2_000 });
  const articles = tenant ? [...articlesOf(tenant)] : [];
  expect(articles).toHaveLength(2_000);
  expect(new Set(articles.map(({ slug }) => slug))).toHaveProperty("size", 2_000);
  const average = articles.reduce((sum, { content }) => sum + content.length, 0) / articles.length;
  expect(average).toBeGreaterThan(1_700);
  expect(average).toBeLessThan(2_400);
  for (const { slug, title, excerpt } of articles) {
    expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(Math.max(slug.length, title.length)).toBeLessThanOrEqual(200);
    expect(excerpt.length).toBeLessThanOrEqual(240);
  }
});
