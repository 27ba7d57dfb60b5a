import { runTask } from "./support/shutdown";
import { runChecks, staticChecks } from "./testing/checks";
import { testEnvironment } from "./testing/environment";
import { summary } from "./testing/report";

/** `npm run validate`: types, lint and import rules; what can be checked without running the program. */
await runTask(async () => {
  const totals = await runChecks(staticChecks(), testEnvironment());
  console.log(`\n${summary(totals)}`);
  return totals.failed > 0 ? 1 : 0;
});
