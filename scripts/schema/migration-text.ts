import { type Snapshot, statementsBetween } from "./snapshot";

/** The migration from one snapshot to the next; undefined where nothing differs. */
export async function migrationText(before: Snapshot, after: Snapshot): Promise<string | undefined> {
  const statements = await statementsBetween(before, after);
  if (statements.length === 0) return undefined;
  const added = Object.keys(after.tables)
    .filter((key) => !(key in before.tables))
    .map((key) => key.replace("public.", ""));
  const rights =
    "-- Forces row security on the owner too. The rights are those that the program needs: take away the others.";
  const protections = added.map((name) => `select app.protect('${name}', 'select, insert, update, delete');`);
  return [...statements, ...(added.length > 0 ? [rights, ...protections] : []), ""].join("\n");
}
