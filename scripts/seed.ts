import { joinDatabase, migrateDatabase } from "./support/database";
import { ensureDemo, readDemo } from "./support/demo";
import { applyEnvironment, loadDotEnv, serverEnvironment } from "./support/environment";
import { currentRun } from "./support/run-lock";
import { say } from "./support/say";
import { runTask } from "./support/shutdown";

/** `npm run seed`: makes the demo organisations in the configured or the built-in database, if they aren't there. */
await runTask(async () => {
  loadDotEnv();
  const url = (await currentRun())?.url ?? readDemo()?.url ?? `http://localhost:${process.env.PORT || 3000}`;
  const database = await joinDatabase("seed");
  applyEnvironment({ mode: "development", appUrl: database.appUrl, port: Number(new URL(url).port) });
  await migrateDatabase(database);
  if (!(await ensureDemo(url, serverEnvironment()))) return 1;
  for (const { slug, email, password } of readDemo()?.tenants ?? []) {
    say(`organisation ${slug}: ${email}, password ${password}`);
  }
  say("keys are in .data/demo.json");
  return 0;
});
