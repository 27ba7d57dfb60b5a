import { expect, it, vi } from "vitest";
import { FairLru } from "@/server/platform/fair-lru";

const lifetimeMs = 60_000;

it("lets one owner push out nothing of those who hold less, however much it adds", () => {
  const entries = new FairLru<string, number>({ sizeMax: 100_000, lifetimeMs });
  for (let index = 0; index < 4; index++) entries.set("small", `page ${index}`, index, 3_000);
  for (let index = 0; index < 1_000; index++) entries.set("large", `made up ${index}`, index, 1_000);
  for (let index = 0; index < 4; index++) expect(entries.get("small", `page ${index}`)).toBe(index);
  expect(entries.get("large", "made up 999")).toBe(999);
  expect(entries.get("large", "made up 0")).toBeUndefined();
});

it("keeps each owner's entries apart, and nothing that is larger than all its room", () => {
  const entries = new FairLru<string, number>({ sizeMax: 40_000, lifetimeMs });
  entries.set("one", "page", 1, 100);
  entries.set("two", "page", 2, 100);
  expect([entries.get("one", "page"), entries.get("two", "page")]).toEqual([1, 2]);
  entries.set("two", "too large", 3, 5_000);
  expect(entries.get("two", "too large")).toBeUndefined();
  expect(entries.get("one", "page")).toBe(1);
});

it("keeps nothing where there is no room at all", () => {
  const entries = new FairLru<string, number>({ sizeMax: 0, lifetimeMs });
  entries.set("one", "page", 1, 0);
  expect([entries.get("one", "page"), entries.size]).toEqual([undefined, 0]);
});

it("counts what it holds, whatever is replaced, has grown old or was pushed out", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const entries = new FairLru<number, number>({ sizeMax: 100_000, lifetimeMs });
  for (let index = 0; index < 500; index++) {
    entries.set(index % 7, `page ${index % 11}`, index, 100 * (index % 13));
    vi.advanceTimersByTime(lifetimeMs / 100);
    entries.get(index % 5, `page ${index % 11}`);
    expect(entries.size).toBeLessThanOrEqual(100_000);
  }
  vi.advanceTimersByTime(lifetimeMs);
  for (let owner = 0; owner < 7; owner++)
    for (let page = 0; page < 11; page++) expect(entries.get(owner, `page ${page}`)).toBeUndefined();
  expect(entries.size).toBe(0);
  vi.useRealTimers();
});

it("drops those that have grown old first, and then from all who hold more than the others", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const entries = new FairLru<string, number>({ sizeMax: 100_000, lifetimeMs });
  for (let index = 0; index < 10; index++) entries.set("old", `page ${index}`, index, 5_000);
  vi.advanceTimersByTime(lifetimeMs);
  for (let index = 0; index < 8; index++) entries.set("one", `page ${index}`, index, 5_000);
  expect(entries.get("one", "page 0")).toBe(0);
  for (let index = 0; index < 8; index++) entries.set("two", `page ${index}`, index, 5_000);
  entries.set("three", "page", 1, 5_000);
  const left = (owner: string) =>
    Array.from({ length: 8 }, (_, index) => entries.get(owner, `page ${index}`)).filter(
      (one) => one !== undefined,
    );
  expect(Math.abs(left("one").length - left("two").length)).toBeLessThanOrEqual(1);
  // What was used last stays.
  expect(left("one")).toContain(0);
  expect(entries.get("three", "page")).toBe(1);
  vi.useRealTimers();
});
