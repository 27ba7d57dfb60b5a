import { parseArgs } from "node:util";
import { runTask } from "../../src/bin/support/shutdown";
import { TaskError } from "../../src/bin/support/terminal";
import { summary } from "./report";
import { runReported } from "./reported";

/**
 * `npm run test:contract -- [--requests 1000] [--seed N]`: holds every operation of the REST API to its description, with
 * figures at the end. `requests` are generated for each operation; the seed that is printed repeats a run.
 */
await runTask(async () => {
  const { values } = parseArgs({ options: { requests: { type: "string" }, seed: { type: "string" } } });
  const { totals, lines } = await runReported(["--project=contract"], {
    FUZZ_REQUESTS: count("requests", values.requests ?? "1000"),
    FUZZ_SEED: count("seed", values.seed ?? String(Date.now() % 1_000_000)),
  });
  console.log(`\n${lines.join("\n")}\n${summary(totals)}`);
  return totals.failed > 0 ? 1 : 0;
});

function count(name: string, value: string): string {
  if (!/^\d{1,9}$/.test(value)) throw new TaskError(`--${name} must be a whole number`);
  return value;
}
