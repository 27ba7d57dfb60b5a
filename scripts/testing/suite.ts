import { atShutdown } from "../../src/bin/support/shutdown";
import { findProgram } from "../services/find-program";
import { environmentOf, startTestServices } from "../services/test-services";
import { buildCheck, runChecks, staticChecks } from "./checks";
import { findChromium } from "./chromium";
import { type TestSet, testEnvironment } from "./environment";
import { add, heading, none, type Totals } from "./report";
import { runVitest } from "./vitest";

/** Runs every kind of test: static checks, tests of the source, tests of the built program. */
export async function runSuite(set: TestSet): Promise<Totals> {
  const env = testEnvironment(set);
  heading("Static checks");
  const checked = await runChecks(staticChecks(), env);
  heading("Unit, integration, contract and isolation tests");
  const served = await withServices(env);
  const tested = await runProjects(
    ["unit", "integration", "contract", "isolation", "isolation-without-predicates"],
    served,
  );
  heading("Tests of the built program");
  return add(checked, tested, await runOnBuild(set, served));
}

/** Starts the services that tests need, to be stopped with the task, and returns the environment that names them. */
export async function withServices(env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const services = await startTestServices();
  atShutdown("the test services", services.stop);
  return { ...env, ...environmentOf(services), CHROMIUM_PATH: findChromium(env) ?? "" };
}

async function runOnBuild(set: TestSet, env: NodeJS.ProcessEnv): Promise<Totals> {
  const built = await runChecks([buildCheck], { ...env, NODE_ENV: "production" });
  if (built.failed > 0) return built;
  if (!env.CHROMIUM_PATH)
    leftOut("the tests in a browser: there is no Chromium (apt-get install chromium, or set CHROMIUM_PATH)");
  const tested = await runProjects(env.CHROMIUM_PATH ? ["served", "e2e"] : ["served"], env);
  return add(built, tested, set === "all" ? await runScale(env) : none);
}

/** Three processes behind a proxy. */
async function runScale(env: NodeJS.ProcessEnv): Promise<Totals> {
  const missing = missingForScale();
  if (missing.length === 0) return runProjects(["scale"], env);
  leftOut(`the tests of three processes: there is no ${missing.join(" and no ")}`);
  return none;
}

/** The programs that the tests of several processes need and this machine lacks. */
export function missingForScale(): string[] {
  return ["nginx", "redis-server"].filter((name) => !findProgram(name));
}

function runProjects(names: string[], env: NodeJS.ProcessEnv): Promise<Totals> {
  return runVitest(
    names.map((name) => `--project=${name}`),
    env,
  );
}

function leftOut(what: string): void {
  console.log(`  Left out: ${what}`);
}
