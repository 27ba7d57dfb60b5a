import { runImport } from "./import/command";
import * as command from "./import-markdown/arguments";
import { importMarkdown } from "./import-markdown/run";
import { runCommand } from "./rest/run-command";
import { showProgress } from "./terminal/progress";

/** `npm run import:markdown -- DIRECTORY --key KEY`: see the usage text. */
await runCommand(command, async ({ directory, site, name, key, url }) => {
  return runImport(`importing ${directory} into ${url}`, (signal) =>
    importMarkdown({
      ...{ directory, site, name },
      api: { url, key, signal },
      startProgress: (total) => showProgress(total, "files", process.stdout),
    }),
  );
});
