import { loadDotEnv, setting } from "./support/environment";
import { migrateDatabase } from "./support/migrate-database";
import { runTask } from "./support/shutdown";
import { info, TaskError } from "./support/terminal";

/** `npm run db:migrate`: brings the configured database up to date. Safe to run on several machines at once. */
await runTask(async () => {
  loadDotEnv();
  const [appUrl, ownerUrl] = [setting("DATABASE_URL"), setting("DATABASE_OWNER_URL")];
  const missing = Object.entries({ DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl }).filter(
    ([, value]) => !value,
  );
  if (!appUrl || !ownerUrl) {
    throw new TaskError(
      `${missing.map(([name]) => name).join(" and ")} must be set: DATABASE_OWNER_URL as the role that owns the tables ` +
        "(it needs CREATEROLE the first time), DATABASE_URL as masthead_app, which gets that password. " +
        "The built-in Postgres is migrated by npm run dev.",
    );
  }
  await migrateDatabase({ kind: "configured", appUrl, ownerUrl });
  info("the database is up to date");
  return 0;
});
