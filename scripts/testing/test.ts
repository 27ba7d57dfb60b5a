import { runTask } from "../../src/bin/support/shutdown";
import { testEnvironment } from "./environment";
import { runAndSummarise } from "./report";
import { runSuite, withServices } from "./suite";
import { runVitest } from "./vitest";

/**
 * `npm test`: every kind of test, in minutes; `npm run test:all` has all of each kind. `npm test -- <arguments of Vitest>`
 * runs just those tests, with the services that they need.
 */
await runTask(() => {
  const args = process.argv.slice(2);
  return runAndSummarise(async () =>
    args.length > 0 ? runVitest(args, await withServices(testEnvironment("all"))) : runSuite("quick"),
  );
});
