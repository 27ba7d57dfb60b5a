import { runTask } from "../src/bin/support/shutdown";
import { runImport } from "./import/command";
import { readArguments, usage } from "./import-markdown/arguments";
import { importMarkdown } from "./import-markdown/run";
import { defaultUrl } from "./rest/arguments";
import { showProgress } from "./terminal/progress";

/** `npm run import:markdown -- DIRECTORY --key KEY`: see the usage text. */
await runTask(async () => {
  const args = readArguments(process.argv.slice(2), defaultUrl(), process.env);
  if (!args) {
    console.log(usage);
    return 0;
  }
  const { directory, site, name, key, url } = args;
  return runImport(`importing ${directory} into ${url}`, (signal) =>
    importMarkdown({
      ...{ directory, site, name },
      api: { url, key, signal },
      startProgress: (total) => showProgress(total, "files", process.stdout),
    }),
  );
});
