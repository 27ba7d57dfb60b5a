import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { constraintErrors, errorCodes } from "@/server/generated/error-codes";
import { eventTypes } from "@/server/generated/event-types";
import { sections } from "@/server/generated/sections";

describe("what is found on disk", () => {
  it("is as `npm run generate` writes it", () => {
    const args = ["--conditions=react-server", "--import", "tsx", "scripts/dev/generate.ts", "--check"];
    expect(execFileSync(process.execPath, args, { encoding: "utf8" })).toBe("");
  });
});

type Module = Record<string, object>;
const declared = import.meta.glob<Module>("/src/server/*/{error-codes,event-types,schema}.ts", {
  eager: true,
});

function namesOf(file: string, table: string): string[] {
  return Object.entries(declared)
    .filter(([name]) => name.endsWith(file) && !name.includes("/generated/"))
    .flatMap(([, module]) => Object.keys(module[table] ?? {}));
}

describe("two features", () => {
  it.each([
    ["error-codes.ts", "errorCodes", errorCodes],
    ["error-codes.ts", "constraintErrors", constraintErrors],
    ["event-types.ts", "eventTypes", eventTypes],
    ["schema.ts", "sections", sections],
  ])("declare nothing in their %s by the same name: %s", (file, table, collected) => {
    expect(Object.keys(collected).length).toBeGreaterThan(5);
    expect(namesOf(file, table).sort()).toEqual(Object.keys(collected).sort());
  });
});
