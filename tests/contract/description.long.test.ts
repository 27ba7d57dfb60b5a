import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import openapiTypescript, { astToString, type OpenAPI3 } from "openapi-typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataDirectory, root } from "../../src/bin/support/paths";
import { call } from "../support/api";
import { compileErrors } from "../support/client";
import { startProgram } from "../support/program";

startProgram();

/** In the project's own folder, where the compiler finds the packages. */
let directory: string;
let served: string;

beforeAll(async () => {
  served = await (await call("GET", "/api/v1/openapi.json")).text();
  mkdirSync(dataDirectory, { recursive: true });
  directory = mkdtempSync(path.join(dataDirectory, "contract-"));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function written(name: string, text: string): string {
  const file = path.join(directory, name);
  writeFileSync(file, text);
  return file;
}

describe("the served description", () => {
  it("has nothing that Redocly would warn of", { timeout: 120_000 }, async () => {
    expect(await lint(served)).toMatchObject({ totals: { errors: 0, warnings: 0, ignored: 0 } });
    // And it is really looked at.
    const broken = served.replace('"operationId":"listArticles"', '"operationId":"createArticle"');
    expect((await lint(broken)).totals.errors).toBeGreaterThan(0);
  });

  it("becomes types that compile at their strictest, and that know what there is", {
    timeout: 120_000,
  }, async () => {
    const types = astToString(await openapiTypescript(JSON.parse(served) as OpenAPI3, { silent: true }));
    const uses =
      'import type { components } from "./api";\ntype Article = components["schemas"]["Article"];\n';
    const good = `${uses}export const title = ({ title }: Article): string => title;\n`;
    const bad = `${uses}export const title = ({ title }: Article): number => title;\n`;
    written("api.d.ts", types);
    expect(compileErrors(written("good.ts", good))).toEqual([]);
    expect(compileErrors(written("bad.ts", bad))).toEqual([
      "bad.ts:3 Type 'string' is not assignable to type 'number'.",
    ]);
  });
});

/** With the project's redocly.yaml; nothing is sent anywhere. */
async function lint(description: string): Promise<{ totals: { errors: number; warnings: number } }> {
  const file = written("openapi.json", description);
  const args = [
    "node_modules/@redocly/cli/bin/cli.js",
    "lint",
    file,
    "--format=json",
    "--config=redocly.yaml",
  ];
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  // It ends with 1 where it found something; what, it says in its answer.
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env }).catch(
    (failure: { stdout: string }) => failure,
  );
  return JSON.parse(stdout);
}
