import { runImport } from "./import/command";
import * as command from "./import-ghost/arguments";
import { importGhost } from "./import-ghost/run";
import { runCommand } from "./rest/run-command";
import { showProgress } from "./terminal/progress";

/** `npm run import:ghost -- FILE --key KEY`: see the usage text. */
await runCommand(command, async ({ file, site, key, url }) => {
  return runImport(`importing ${file} into ${url}`, (signal) =>
    importGhost({
      ...{ file, site },
      api: { url, key, signal },
      startProgress: (total) => showProgress(total, "posts", process.stdout),
    }),
  );
});
