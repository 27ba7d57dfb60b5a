import type { ActionCase, OperationCase, PageCase, Resource, TableCase } from "./resource";

/** Every file of `tests/resources`; the tables that the tests execute are made of them. */
const files = import.meta.glob<{ resource: Resource }>("/tests/resources/*.ts", { eager: true });
export const resources: Resource[] = Object.values(files).map(({ resource }) => resource);

/** The lines of all resources; a line that two of them have is a mistake. */
function collect<Case>(
  linesOf: (resource: Resource) => Record<string, Case> | undefined,
): Record<string, Case> {
  const all: Record<string, Case> = {};
  for (const resource of resources) {
    for (const [name, line] of Object.entries(linesOf(resource) ?? {})) {
      if (all[name]) throw new Error(`two files of tests/resources have ${name}`);
      all[name] = line;
    }
  }
  return all;
}

export const operationCases: Record<string, OperationCase> = collect(({ operations }) => operations);
export const pageCases: Record<string, PageCase> = collect(({ pages }) => pages);
export const actionCases: Record<string, ActionCase> = collect(({ actions }) => actions);
export const tableCases: Record<string, TableCase> = collect(({ tables }) => tables);
export const pageReads = collect(({ pageReads: reads }) => reads);
