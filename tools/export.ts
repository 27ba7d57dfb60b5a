import { atShutdown } from "../src/bin/support/shutdown";
import { info, reasonOf, TaskError } from "../src/bin/support/terminal";
import * as command from "./export/arguments";
import { runExport } from "./export/run";
import { runCommand } from "./rest/run-command";
import { printable } from "./terminal/printable";
import { showProgress } from "./terminal/progress";

/** `npm run export -- OUT --key KEY`: see the usage text. */
await runCommand(command, async ({ out, format, force, key, url }) => {
  const ending = new AbortController();
  info(`exporting from ${url} to ${out}`);
  const work = runExport({
    ...{ out, format, force },
    api: { url, key, signal: ending.signal },
    startProgress: (total) => showProgress(total, "articles", process.stdout),
  });
  atShutdown("the export", async () => {
    ending.abort();
    await work.catch(() => undefined);
  });
  const { articles, organisation, durationMs } = await work.catch((error: unknown) => {
    throw error instanceof TaskError ? error : new TaskError(`The export failed: ${reasonOf(error)}.`);
  });
  console.log(
    `\n${articles} articles of ${printable(organisation, 100)} in ${out}; ${(durationMs / 1000).toFixed(1)} s`,
  );
  return 0;
});
