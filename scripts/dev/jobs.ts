import { applyEnvironment, loadDotEnv, setting } from "../../src/bin/support/environment";
import { readJobsArguments, usage } from "../../src/bin/support/jobs-arguments";
import { runJobsCommand } from "../../src/bin/support/jobs-command";
import { runTask } from "../../src/bin/support/shutdown";
import { keepStdoutForData } from "../../src/bin/support/terminal";
import { joinDatabase } from "./database";

/** `npm run jobs`: src/bin/jobs.ts; where nothing is configured, on the database of `npm run dev`. */
await runTask(async () => {
  const args = readJobsArguments(process.argv.slice(2));
  if (!args) {
    console.log(usage);
    return 0;
  }
  keepStdoutForData();
  loadDotEnv();
  if (!setting("DATABASE_URL") && setting("MASTHEAD_MODE") !== "production") {
    const { appUrl } = await joinDatabase("jobs");
    applyEnvironment({ mode: "development", appUrl });
  }
  return runJobsCommand(args);
});
