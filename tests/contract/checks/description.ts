import type { oas31 } from "zod-openapi";
import { apiRoutes } from "@/app/api/routes";
import { describeApi, operationsOf } from "@/server/pipeline/openapi/document";
import type { Method } from "@/server/pipeline/operation";
import { operationCases } from "../../support/resources/collected";
import type { DescribedOperation } from "../../support/resources/resource";

const loaded = await Promise.all(
  Object.entries(apiRoutes).map(async ([path, load]) => [path, await load()] as const),
);
const modules = Object.fromEntries(loaded);

/** The description, with answers that may have no fields but the described ones. */
export const description = describeApi(modules, "http://localhost:3000", { closed: true });

export const operations: DescribedOperation[] = operationsOf(modules).map(({ path, method, declared }) => {
  const described = description.paths?.[describedPath(path)]?.[lowerCase(method)];
  if (!described) throw new Error(`${method} ${path} is not described`);
  const expected = operationCases[`${method} ${path}`];
  if (!expected) throw new Error(`add ${method} ${path} to a file of tests/resources`);
  return { id: declared.id, method, path, declared, described, expected };
});

/** The operation behind a request, as the server would find it. */
export function operationAt(method: string, pathname: string): DescribedOperation {
  const found = operations.find(
    (operation) => operation.method === method && patternOf(operation.path).test(pathname),
  );
  if (!found) throw new Error(`${method} ${pathname} is no operation of the description`);
  return found;
}

/** The JSON pointer of an operation. */
export function placeOf({ path, method }: DescribedOperation): string {
  return `#/paths/${describedPath(path).replaceAll("/", "~1")}/${lowerCase(method)}`;
}

/** An answer of an operation by its status; undefined if there is none. What is `default` is for faults of ours only. */
export function answerOf(
  { described }: DescribedOperation,
  status: string,
): oas31.ResponseObject | undefined {
  const answer = described.responses?.[status];
  return answer && resolve<oas31.ResponseObject>(answer);
}

/** What a reference within the description points at. */
export function resolve<Thing extends object>(thing: Thing | oas31.ReferenceObject): Thing {
  if (!("$ref" in thing) || typeof thing.$ref !== "string") return thing as Thing;
  const found = partsOf(thing.$ref).reduce<unknown>(
    (place, name) => (place as Record<string, unknown>)[name],
    description,
  );
  return found as Thing;
}

/** The JSON pointer's parts, without its `#`. */
function partsOf(reference: string): string[] {
  return reference
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function describedPath(path: string): string {
  return path.replace(/^\/api\/v1/, "").replace(/\[(\w+)\]/g, "{$1}");
}

function lowerCase(method: Method): Lowercase<Method> {
  return method.toLowerCase() as Lowercase<Method>;
}

/** Paths without variable parts come first, as in Next: `/a/me` is not the `[id]` of `/a/[id]`. */
operations.sort((a, b) => Number(a.path.includes("[")) - Number(b.path.includes("[")));

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(".", "\\.").replace(/\[\w+\]/g, "[^/]+")}$`);
}
