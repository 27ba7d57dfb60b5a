import { readFileSync } from "node:fs";
import path from "node:path";
import openapiTypescript, { astToString, type OpenAPI3 } from "openapi-typescript";
import { root } from "../../src/bin/support/paths";

const placeholder = 'import type { operations, paths } from "./paths";\n';

/**
 * A typed client as the text of one TypeScript file: the types of `description` (OpenAPI 3.1), then `runtime.ts`. It
 * imports nothing but openapi-fetch, so it can be copied into any project.
 */
export async function generateClient(description: OpenAPI3): Promise<string> {
  const types = astToString(await openapiTypescript(description, { alphabetize: true, silent: true }));
  const runtime = readFileSync(path.join(root, "tools/client/runtime.ts"), "utf8");
  if (!runtime.includes(placeholder))
    throw new Error("runtime.ts has no import of the paths to put types for");
  const [imports = "", ...rest] = runtime.split(placeholder);
  return `// Made by \`npm run client\` from the description of Masthead's API. Make it again instead of changing it.\n${imports}${rest.join(placeholder)}\n${types}`;
}
