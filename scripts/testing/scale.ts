import { runTask } from "../../src/bin/support/shutdown";
import { warn } from "../../src/bin/support/terminal";
import { buildCheck, runChecks } from "./checks";
import { testEnvironment } from "./environment";
import { add, heading, none, summary } from "./report";
import { runReported } from "./reported";
import { missingForScale } from "./suite";

/**
 * `npm run test:scale`: three processes of the built program behind nginx, on one Postgres (through PgBouncer where there
 * is one) and one Redis; with figures at the end. Left out, and said so, where the machine lacks what it takes.
 */
await runTask(async () => {
  const missing = missingForScale();
  if (missing.length > 0) {
    warn(
      `left out: this machine has no ${missing.join(" and no ")} (apt-get install nginx redis-server pgbouncer)`,
    );
    console.log(summary(none));
    return 0;
  }
  heading("Build");
  const built = await runChecks([buildCheck], { ...testEnvironment("all"), NODE_ENV: "production" });
  if (built.failed > 0) return 1;
  const { totals, lines } = await runReported(["--project=scale"], {});
  console.log(`\n${lines.join("\n")}\n${summary(add(built, totals))}`);
  return totals.failed > 0 ? 1 : 0;
});
