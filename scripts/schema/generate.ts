import { writeFileSync } from "node:fs";
import { runTask } from "../../src/bin/support/shutdown";
import { info, TaskError } from "../../src/bin/support/terminal";
import { readMigrations } from "../../src/db/migrations/files";
import { migrationText } from "./migration-text";
import { readSnapshot, snapshotOfSchema, writeSnapshot } from "./snapshot";

/**
 * `npm run db:generate -- what-changed`: writes the next migration from what has changed in src/db/schema since the last
 * one, or an empty one for functions, triggers and data. Asks where a column may have been renamed.
 */
await runTask(async () => {
  const [name = ""] = process.argv.slice(2);
  if (!/^[a-z0-9]+([-_][a-z0-9]+)*$/.test(name))
    throw new TaskError("What changes? For instance: npm run db:generate -- newsletters", 2);
  const after = await snapshotOfSchema();
  const text = await migrationText(readSnapshot(), after);
  const last = readMigrations("drizzle").at(-1)?.name ?? "0000";
  const number = String(Number(last.slice(0, 4)) + 1).padStart(4, "0");
  const file = `drizzle/${number}_${name.replaceAll("-", "_")}.sql`;
  const nothing = "-- Nothing has changed in src/db/schema: functions, triggers or data go here.\n";
  writeFileSync(file, text ?? nothing, { flag: "wx" });
  if (text) writeSnapshot(after);
  info(`wrote ${file}: read it, then npm run db:schema writes drizzle/schema.sql`);
  return 0;
});
