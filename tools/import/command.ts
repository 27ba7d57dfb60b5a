import { atShutdown } from "../../src/bin/support/shutdown";
import { info } from "../../src/bin/support/terminal";
import { exitCodeOf, reportLines } from "./report";
import type { ImportResult } from "./run";

/**
 * Runs an import for a person: says what it does, ends it in order when the task is stopped, reports what has become of
 * everything. Resolves to the exit code.
 */
export async function runImport(
  saying: string,
  work: (signal: AbortSignal) => Promise<ImportResult>,
): Promise<number> {
  const ending = new AbortController();
  info(saying);
  const result = work(ending.signal);
  const report = result.then((known) => console.log(`\n${reportLines(known).join("\n")}`));
  atShutdown("the import", async () => {
    ending.abort();
    await report.catch(() => undefined); // the task itself says what was wrong
  });
  await report;
  return exitCodeOf(await result);
}
