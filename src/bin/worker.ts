import { loadDotEnv } from "./support/environment";
import { runServer } from "./support/shutdown";
import { work } from "./support/work";

/** Runs background jobs until it is told to end. Needs the same configuration as `npm start`. */
await runServer(async () => {
  loadDotEnv();
  return work();
});
