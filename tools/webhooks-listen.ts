import { atShutdown } from "../src/bin/support/shutdown";
import { reasonOf, TaskError } from "../src/bin/support/terminal";
import { Api } from "./rest/client";
import { runCommand } from "./rest/run-command";
import * as command from "./webhooks-listen/arguments";
import { listen } from "./webhooks-listen/run";

/** `npm run webhooks:listen -- --key KEY`: see the usage text. */
await runCommand(command, async (args) => {
  const { url, key } = args;
  const print = (line: string) => console.log(line);
  const listening = await listen(new Api({ url, key, attemptsMax: 3 }), args, print).catch(
    (error: unknown) => {
      throw error instanceof TaskError ? error : new TaskError(`It can't listen: ${reasonOf(error)}.`);
    },
  );
  return new Promise<number>((resolve) => {
    atShutdown("the endpoint", async () => resolve((await listening.stop()) > 0 ? 1 : 0));
  });
});
