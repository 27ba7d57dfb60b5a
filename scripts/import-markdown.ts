import { readArguments, usage } from "./import-markdown/arguments";
import { showProgress } from "./import-markdown/progress";
import { exitCodeOf, reportLines } from "./import-markdown/report";
import { importMarkdown } from "./import-markdown/run";
import { readDemo } from "./support/demo";
import { say } from "./support/say";
import { atShutdown, runTask } from "./support/shutdown";

/** `npm run import:markdown -- DIRECTORY --key KEY`: see the usage text. */
await runTask(async () => {
  const defaultUrl = readDemo()?.url ?? "http://localhost:3000";
  const args = readArguments(process.argv.slice(2), defaultUrl, process.env);
  if (!args) {
    console.log(usage);
    return 0;
  }
  const { directory, key, url } = args;
  const ending = new AbortController();
  say(`importing ${directory} into ${url}`);
  const work = importMarkdown({
    directory,
    api: { url, key, signal: ending.signal },
    startProgress: (total) => showProgress(total, process.stdout),
  });
  const report = work.then((result) => console.log(`\n${reportLines(result).join("\n")}`));
  atShutdown("the import", async () => {
    ending.abort();
    await report;
  });
  await report;
  return exitCodeOf(await work);
});
