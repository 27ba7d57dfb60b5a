import { loadDotEnv } from "./support/environment";
import { readJobsArguments, usage } from "./support/jobs-arguments";
import { runJobsCommand } from "./support/jobs-command";
import { runTask } from "./support/shutdown";

/** The operator's look at background jobs. Needs the same configuration as `npm start`. */
await runTask(async () => {
  const args = readJobsArguments(process.argv.slice(2));
  loadDotEnv();
  if (args) return runJobsCommand(args);
  console.log(usage);
  return 0;
});
