import { parseArgs } from "node:util";
import { runTask } from "../../src/bin/support/shutdown";
import { TaskError } from "../../src/bin/support/terminal";
import { summary } from "./report";
import { runReported } from "./reported";

/**
 * `npm run test:soak -- [--operations 1000000] [--transactions 100000] [--interleavings 100000] [--published 100000] [--seed N]`:
 * the tests that find more the longer they run. The seed that is printed repeats a run.
 */
await runTask(async () => {
  const { values } = parseArgs({
    options: {
      operations: { type: "string" },
      transactions: { type: "string" },
      interleavings: { type: "string" },
      published: { type: "string" },
      seed: { type: "string" },
    },
  });
  const files = ["--project=isolation", "--project=unit", "interleaving", "pool", "published"];
  const { totals, lines } = await runReported(files, {
    SOAK_OPERATIONS: count("operations", values.operations ?? "1000000"),
    SOAK_TRANSACTIONS: count("transactions", values.transactions ?? "100000"),
    SOAK_INTERLEAVINGS: count("interleavings", values.interleavings ?? "100000"),
    SOAK_PUBLISHED: count("published", values.published ?? "100000"),
    SOAK_SEED: count("seed", values.seed ?? String(Date.now() % 1_000_000)),
  });
  console.log(`\n${lines.join("\n")}\n${summary(totals)}`);
  return totals.failed > 0 ? 1 : 0;
});

function count(name: string, value: string): string {
  if (!/^\d{1,9}$/.test(value)) throw new TaskError(`--${name} must be a whole number`);
  return value;
}
