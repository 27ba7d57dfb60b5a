import { runTask } from "../../src/bin/support/shutdown";
import { runFull } from "./full";
import { runLarge } from "./large";
import { runNoisy } from "./noisy";
import { readOptions, usage } from "./options";
import { runProfile } from "./profile";
import { runRunning } from "./running";
import { runSoak } from "./soak";

/** `npm run bench`: see `--help`. Ends with 1 if a request failed or memory kept growing, not if a ratio moved. */
await runTask(async () => {
  const options = readOptions(process.argv.slice(2));
  const { help, running, soakMinutes, profile, large, noisy } = options;
  if (help) console.log(usage);
  else if (running.url !== undefined || running.key !== undefined) return runRunning(options);
  else if (soakMinutes !== undefined) return runSoak(options, soakMinutes);
  else if (profile !== undefined) await runProfile(options, profile);
  else if (noisy) await runNoisy(options);
  else if (large) await runLarge(options);
  else await runFull(options);
  return 0;
});
