import { runTask } from "../../src/bin/support/shutdown";
import { runChecks, staticChecks } from "./checks";
import { testEnvironment } from "./environment";
import { summary } from "./report";

/** `npm run validate`: types, lint and import rules; what can be checked without running the program. */
await runTask(async () => {
  const totals = await runChecks(staticChecks(), testEnvironment());
  console.log(`\n${summary(totals)}`);
  return totals.failed > 0 ? 1 : 0;
});
