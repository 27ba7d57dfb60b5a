import { runTask } from "../../src/bin/support/shutdown";
import { runChecks, staticChecks } from "./checks";
import { testEnvironment } from "./environment";
import { add, runAndSummarise } from "./report";
import { runVitest } from "./vitest";

/** `npm run check`: types, lint, import rules and unit tests; what to run before each commit. */
await runTask(() =>
  runAndSummarise(async () => {
    const env = testEnvironment("quick");
    return add(...(await Promise.all([runChecks(staticChecks(), env), runVitest(["--project=unit"], env)])));
  }),
);
