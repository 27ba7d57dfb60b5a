import { expect, it } from "vitest";
import { FairEntries } from "@/server/platform/fair-entries";

const lifetimeMs = 60_000;

it("lets one owner push out nothing of those who hold less, however much it adds", () => {
  const entries = new FairEntries<string>({ sizeMax: 100_000, lifetimeMs });
  for (let index = 0; index < 4; index++) entries.set("small", `page ${index}`, index, 3_000);
  for (let index = 0; index < 1_000; index++) entries.set("large", `made up ${index}`, index, 1_000);
  for (let index = 0; index < 4; index++)
    expect(entries.get("small", `page ${index}`)).toMatchObject({ value: index });
  expect(entries.get("large", "made up 999")).toMatchObject({ value: 999 });
  expect(entries.get("large", "made up 0")).toBeUndefined();
});

it("keeps each owner's entries apart, and nothing that is larger than all its room", () => {
  const entries = new FairEntries<string>({ sizeMax: 10_000, lifetimeMs });
  entries.set("one", "page", 1, 100);
  entries.set("two", "page", 2, 100);
  expect([entries.get("one", "page"), entries.get("two", "page")]).toMatchObject([
    { value: 1 },
    { value: 2 },
  ]);
  entries.set("two", "too large", 3, 20_000);
  expect(entries.get("two", "too large")).toBeUndefined();
  expect(entries.get("one", "page")).toMatchObject({ value: 1 });
});
