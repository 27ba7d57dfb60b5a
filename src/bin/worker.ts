import { joinDatabase } from "./support/database";
import { applyEnvironment, loadDotEnv, setting } from "./support/environment";
import { say } from "./support/say";
import { atShutdown, runServer } from "./support/shutdown";

/**
 * `npm run worker`: runs background jobs until it is told to end. Beside `npm run dev` it uses the same database;
 * elsewhere it needs the same configuration as `npm start`.
 */
await runServer(async () => {
  loadDotEnv();
  if (!setting("DATABASE_URL") && setting("MASTHEAD_MODE") !== "production") {
    const { appUrl } = await joinDatabase("worker");
    applyEnvironment({ mode: "development", appUrl });
  }
  const { runWorker } = await import("../src/server/jobs/worker");
  const ending = new AbortController();
  const work = runWorker(ending.signal);
  atShutdown("the worker", async () => {
    ending.abort();
    await work;
  });
  say("the worker is running");
  await work;
  return ending.signal.aborted ? 0 : 1;
});
