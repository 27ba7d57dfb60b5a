import { spawn } from "node:child_process";
import { once } from "node:events";
import { root } from "../../src/bin/support/paths";
import { atShutdown, runTask } from "../../src/bin/support/shutdown";
import { testEnvironment } from "./environment";
import { withServices } from "./suite";

/**
 * `npm run test:watch -- [arguments of Vitest]`: runs the tests that a change concerns, on services that stay. Without
 * arguments those of the source; `served` and `e2e` start what was built last.
 */
await runTask(async () => {
  const args = process.argv.slice(2);
  const projects = ["unit", "integration", "contract", "isolation"].map((name) => `--project=${name}`);
  const env = await withServices(testEnvironment(args.length > 0 ? "all" : "quick"));
  // In this process' group, so that Vitest gets the keys that are pressed.
  const child = spawn(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "watch", ...(args.length > 0 ? args : projects)],
    { cwd: root, env, stdio: "inherit" },
  );
  atShutdown("Vitest", async () => void child.kill("SIGTERM"));
  const [code] = await once(child, "exit");
  return Number(code ?? 1);
});
