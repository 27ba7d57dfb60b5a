import { runTask } from "../../src/bin/support/shutdown";
import { buildCheck, runChecks } from "./checks";
import { testEnvironment } from "./environment";
import { add, heading, summary } from "./report";
import { runReported } from "./reported";

const projects = ["isolation", "isolation-without-predicates", "served"];

/** `npm run test:isolation`: the tests of isolation alone, those on the built program too, with their figures at the end. */
await runTask(async () => {
  heading("Build");
  const built = await runChecks([buildCheck], { ...testEnvironment("all"), NODE_ENV: "production" });
  if (built.failed > 0) return 1;
  const { totals, lines } = await runReported(
    projects.map((name) => `--project=${name}`),
    {},
  );
  console.log(`\n${lines.join("\n")}\n${summary(add(built, totals))}`);
  return totals.failed > 0 ? 1 : 0;
});
