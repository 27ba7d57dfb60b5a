import { writeFileSync } from "node:fs";
import { say, TaskError } from "../../src/bin/support/say";
import { runTask } from "../../src/bin/support/shutdown";
import { readMigrations } from "../../src/db/migrations/files";
import { readSnapshot, type Snapshot, snapshotOfSchema, statementsBetween, writeSnapshot } from "./snapshot";

/**
 * `npm run db:generate -- what-changed`: writes the next migration from what has changed in src/db/schema since the last
 * one, or an empty one for functions, triggers and data. Asks where a column may have been renamed.
 */
await runTask(async () => {
  const [name = ""] = process.argv.slice(2);
  if (!/^[a-z0-9]+([-_][a-z0-9]+)*$/.test(name))
    throw new TaskError("What changes? For instance: npm run db:generate -- newsletters", 2);
  const before = readSnapshot();
  const after = await snapshotOfSchema(before.id);
  const statements = await statementsBetween(before, after);
  const last = readMigrations("drizzle").at(-1)?.name ?? "0000";
  const number = String(Number(last.slice(0, 4)) + 1).padStart(4, "0");
  const file = `drizzle/${number}_${name.replaceAll("-", "_")}.sql`;
  writeFileSync(file, migrationText(statements, newTables(before, after)), { flag: "wx" });
  if (statements.length > 0) writeSnapshot(after);
  say(`wrote ${file}: read it, then npm run db:schema writes drizzle/schema.sql`);
  return 0;
});

function newTables(before: Snapshot, after: Snapshot): string[] {
  const added = Object.keys(after.tables).filter((key) => !(key in before.tables));
  return added.map((key) => after.tables[key]?.name ?? key);
}

function migrationText(statements: string[], added: string[]): string {
  if (statements.length === 0)
    return "-- Nothing has changed in src/db/schema: functions, triggers or data go here.\n";
  const rights =
    "-- Forces row security on the owner too. The rights are those that the program needs: take away the others.";
  const protections = added.map((name) => `select app.protect('${name}', 'select, insert, update, delete');`);
  return [...statements, ...(added.length > 0 ? [rights, ...protections] : []), ""].join("\n");
}
