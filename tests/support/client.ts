import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { afterAll, beforeAll } from "vitest";
import { dataDirectory } from "../../src/bin/support/paths";
import { describedBySource } from "../../tools/client/description";
import { generateClient } from "../../tools/client/generate";

export interface GeneratedClient {
  /** The generated file, in a folder of its own where the project's packages are found. */
  readonly file: string;
  readonly directory: string;
}

/** Generates the client once for a test file. Call it at the top. */
export function generatedClient(): GeneratedClient {
  let directory = "";
  beforeAll(async () => {
    mkdirSync(dataDirectory, { recursive: true });
    directory = mkdtempSync(path.join(dataDirectory, "client-"));
    writeFileSync(path.join(directory, "masthead.ts"), await generateClient(await describedBySource()));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return {
    get file() {
      return path.join(directory, "masthead.ts");
    },
    get directory() {
      return directory;
    },
  };
}

/** What the compiler has against a file and what it imports, at its strictest; one line each. */
export function compileErrors(...files: string[]): string[] {
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ["node"],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noImplicitOverride: true,
    verbatimModuleSyntax: true,
    // So that Node can run it as it is, by leaving out the types.
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  });
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${path.basename(file?.fileName ?? "")}:${line} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}
