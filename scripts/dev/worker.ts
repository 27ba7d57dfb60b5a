import { applyEnvironment, loadDotEnv, setting } from "../../src/bin/support/environment";
import { runServer } from "../../src/bin/support/shutdown";
import { work } from "../../src/bin/support/work";
import { joinDatabase } from "./database";

/** `npm run worker`: src/bin/worker.ts; where nothing is configured, on the database of `npm run dev`. */
await runServer(async () => {
  loadDotEnv();
  if (!setting("DATABASE_URL") && setting("MASTHEAD_MODE") !== "production") {
    const { appUrl } = await joinDatabase("worker");
    applyEnvironment({ mode: "development", appUrl });
  }
  return work();
});
