import { expect, it } from "vitest";
import { actions } from "./matrix/actions";
import { actionsOnDisk, pagesOnDisk } from "./matrix/on-disk";
import { pages } from "./matrix/pages";

/** The tables themselves are executed on the built program, by `tests/served`. */
it("has a line for each page on disk in the table of pages", () => {
  const missing = pagesOnDisk.filter((path) => !pages[path]);
  expect(missing.map((path) => `${path}: add a line to tests/isolation/matrix/pages.ts`)).toEqual([]);
  expect(Object.keys(pages).filter((path) => !pagesOnDisk.includes(path))).toEqual([]);
});

it("has a line for each Server Action on disk in the table of actions", async () => {
  const found = await actionsOnDisk();
  const missing = found.filter((name) => !actions[name]);
  expect(missing.map((name) => `${name}: add a line to tests/isolation/matrix/actions.ts`)).toEqual([]);
  expect(Object.keys(actions).filter((name) => !found.includes(name))).toEqual([]);
  expect(new Set(found).size, "two actions have the same name").toBe(found.length);
});
