import { runTask } from "../src/bin/support/shutdown";
import { runImport } from "./import/command";
import { readArguments, usage } from "./import-ghost/arguments";
import { importGhost } from "./import-ghost/run";
import { defaultUrl } from "./rest/arguments";
import { showProgress } from "./terminal/progress";

/** `npm run import:ghost -- FILE --key KEY`: see the usage text. */
await runTask(async () => {
  const args = readArguments(process.argv.slice(2), defaultUrl(), process.env);
  if (!args) {
    console.log(usage);
    return 0;
  }
  const { file, site, key, url } = args;
  return runImport(`importing ${file} into ${url}`, (signal) =>
    importGhost({
      ...{ file, site },
      api: { url, key, signal },
      startProgress: (total) => showProgress(total, "posts", process.stdout),
    }),
  );
});
