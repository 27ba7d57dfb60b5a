import { runTask } from "./support/shutdown";
import { summary } from "./testing/report";
import { runReported } from "./testing/reported";

/** `npm run test:isolation`: the tests of isolation alone, with their figures at the end. */
await runTask(async () => {
  const { totals, lines } = await runReported(
    ["--project=isolation", "--project=isolation-without-predicates"],
    {},
  );
  console.log(`\n${lines.join("\n")}\n${summary(totals)}`);
  return totals.failed > 0 ? 1 : 0;
});
