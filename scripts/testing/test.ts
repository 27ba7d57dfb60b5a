import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { root } from "../../src/bin/support/paths";
import { atShutdown, runTask } from "../../src/bin/support/shutdown";
import { environmentOf, startTestServices } from "../services/test-services";
import { buildCheck, runChecks, staticChecks } from "./checks";
import { findChromium } from "./chromium";
import { testEnvironment } from "./environment";
import { add, heading, none, summary, type Totals } from "./report";
import { runVitest } from "./vitest";

/**
 * `npm test`: everything that is checked. `npm test -- <arguments of Vitest>` runs just those tests, with the services
 * they need and without the rest. The last line is always the totals, and any failure makes the exit code 1.
 */
await runTask(async () => {
  const startedAt = performance.now();
  const args = process.argv.slice(2);
  const totals = args.length > 0 ? await runSome(args) : await runAll();
  console.log(`\nFinished in ${((performance.now() - startedAt) / 1000).toFixed(0)} s.`);
  console.log(summary(totals));
  return totals.failed > 0 ? 1 : 0;
});

async function runSome(args: string[]): Promise<Totals> {
  const env = await withServices(testEnvironment());
  return runVitest(args, env);
}

async function runAll(): Promise<Totals> {
  const env = testEnvironment();
  heading("Static checks");
  const checked = await runChecks(staticChecks(), env);
  heading("Unit, integration, contract and isolation tests");
  const served = await withServices(env);
  const tested = await runVitest(
    ["unit", "integration", "contract", "isolation", "isolation-without-predicates"].map(
      (name) => `--project=${name}`,
    ),
    served,
  );
  heading("Tests of the built program");
  return add(checked, tested, await runOnBuild(served));
}

/** Builds the program and runs the tests that start that build: those without a browser, then those with one. */
async function runOnBuild(env: NodeJS.ProcessEnv): Promise<Totals> {
  const built = await runChecks([buildCheck], { ...env, NODE_ENV: "production" });
  if (built.failed > 0) return built;
  const served = add(built, await runVitest(["--project=served"], env));
  return hasEndToEndTests() ? add(served, await runEndToEnd(env)) : served;
}

async function runEndToEnd(env: NodeJS.ProcessEnv): Promise<Totals> {
  if (!env.CHROMIUM_PATH) {
    console.log(
      "  Left out: there is no Chromium. Install one (apt-get install chromium) or set CHROMIUM_PATH.",
    );
    return none;
  }
  return runVitest(["--project=e2e"], env);
}

function hasEndToEndTests(): boolean {
  const directory = path.join(root, "tests/e2e");
  return (
    existsSync(directory) &&
    readdirSync(directory, { recursive: true }).some((name) => /\.test\.tsx?$/.test(String(name)))
  );
}

async function withServices(env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const services = await startTestServices();
  atShutdown("the test services", services.stop);
  return withBrowser({ ...env, ...environmentOf(services) });
}

function withBrowser(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, CHROMIUM_PATH: findChromium(env) ?? "" };
}
