import { existsSync } from "node:fs";
import path from "node:path";
import { bundleServer, nextProgram } from "../../src/bin/support/build";
import { root } from "../../src/bin/support/paths";
import { startNode } from "../../src/bin/support/processes";
import { atShutdown } from "../../src/bin/support/shutdown";
import { add, none, reportCheck, type Totals } from "./report";

/** A check that is a command: it passes when every one of its commands ends with 0. */
export interface Check {
  name: string;
  /** Each is the arguments of `node`; tools are started as JavaScript, since npx would start a shell. */
  commands: string[][];
}

const bin = {
  tsc: "node_modules/typescript/bin/tsc",
  biome: "node_modules/@biomejs/biome/bin/biome",
  depcruise: "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
};

/** The checks that need no running program. */
export function staticChecks(): Check[] {
  const sources = ["src", "middleware.ts", "tools", "scripts", "tests"].filter((name) =>
    existsSync(path.join(root, name)),
  );
  return [
    // Typed routes and page props are generated; tsconfig.json includes them, so they must be those of this tree.
    {
      name: "types",
      commands: [
        [nextProgram, "typegen"],
        [bin.tsc, "--noEmit"],
      ],
    },
    { name: "lint", commands: [[bin.biome, process.env.CI ? "ci" : "check", "--error-on-warnings"]] },
    { name: "import rules", commands: [[bin.depcruise, "--config", ".dependency-cruiser.cjs", ...sources]] },
  ];
}

export const buildCheck: Check = { name: "build", commands: [[nextProgram, "build"], bundleServer] };

/** Runs checks side by side, reports each as it ends, and counts each as one. */
export async function runChecks(checks: Check[], env: NodeJS.ProcessEnv): Promise<Totals> {
  return add(none, ...(await Promise.all(checks.map((check) => runCheck(check, env)))));
}

async function runCheck({ name, commands }: Check, env: NodeJS.ProcessEnv): Promise<Totals> {
  const startedAt = performance.now();
  let output = "";
  let ok = true;
  for (const command of commands) {
    if (ok) ok = (await runQuietly(command, env, (text) => (output += text))) === 0;
  }
  reportCheck(name, ok, startedAt, output);
  return ok ? { ...none, passed: 1 } : { ...none, failed: 1, failures: [name] };
}

async function runQuietly(
  command: string[],
  env: NodeJS.ProcessEnv,
  output: (text: string) => void,
): Promise<number> {
  const child = startNode(command, { env, output });
  const forget = atShutdown(command[0] ?? "check", async () => void (await child.stop(2_000)));
  const code = await child.exited;
  forget();
  return code;
}
