import { describe, expect, it } from "vitest";
import { type RouteModule, routes } from "../support/api";
import { operationCases } from "../support/resources/collected";
import { idsIn, unknownId } from "../support/resources/ids";
import { quickCases } from "./matrix/cases";
import { executeMatrix } from "./matrix/execute";

executeMatrix(quickCases);

describe("the matrix", () => {
  it("lists every method of every route file", async () => {
    const found: string[] = [];
    for (const { path, load } of routes.filter((route) => route.path.startsWith("/api/v1/"))) {
      for (const [method, handler] of Object.entries(await load()) as [
        keyof RouteModule,
        NonNullable<RouteModule["GET"]>,
      ][]) {
        const answer = await handler(new Request(`http://localhost${path}`, { method }), {
          params: Promise.resolve(Object.fromEntries(idsIn(path).map((name) => [name, unknownId]))),
        });
        if (answer.status !== 405) found.push(`${method} ${path}`);
      }
    }
    const missing = found.filter((operation) => !operationCases[operation]);
    expect(missing.map((operation) => `${operation}: add it to a file of tests/resources`)).toEqual([]);
    expect(Object.keys(operationCases).filter((operation) => !found.includes(operation))).toEqual([]);
  });
});
