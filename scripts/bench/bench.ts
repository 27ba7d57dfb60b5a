import { runFull } from "./bench/full";
import { runLarge } from "./bench/large";
import { runNoisy } from "./bench/noisy";
import { readOptions, usage } from "./bench/options";
import { runProfile } from "./bench/profile";
import { runRunning } from "./bench/running";
import { runSoak } from "./bench/soak";
import { runTask } from "./support/shutdown";

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
