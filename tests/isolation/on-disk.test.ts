import { expect, it } from "vitest";
import { actionCases, pageCases } from "../support/resources/collected";
import { actionsOnDisk, pagesOnDisk } from "./matrix/on-disk";

/** The cases themselves are executed on the built program, by `tests/served`. */
it("has a case for each page on disk", () => {
  const missing = pagesOnDisk.filter((path) => !pageCases[path]);
  expect(missing.map((path) => `${path}: add it to a file of tests/resources`)).toEqual([]);
  expect(Object.keys(pageCases).filter((path) => !pagesOnDisk.includes(path))).toEqual([]);
});

it("has a case for each Server Action on disk", async () => {
  const found = await actionsOnDisk();
  const missing = found.filter((name) => !actionCases[name]);
  expect(missing.map((name) => `${name}: add it to a file of tests/resources`)).toEqual([]);
  expect(Object.keys(actionCases).filter((name) => !found.includes(name))).toEqual([]);
  expect(new Set(found).size, "two actions have the same name").toBe(found.length);
});
