import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type DrizzleSnapshotJSON, generateDrizzleJson, generateMigration } from "drizzle-kit/api";

export type Snapshot = DrizzleSnapshotJSON;

const file = "drizzle/snapshot.json";
const schemaFolder = "src/db/schema";

/** `src/db/schema` as Drizzle sees it, and what else is given. */
export async function snapshotOfSchema(more: Record<string, unknown> = {}): Promise<Snapshot> {
  const exported = { ...more };
  for (const name of readdirSync(schemaFolder).sort()) {
    Object.assign(exported, await import(pathToFileURL(path.resolve(schemaFolder, name)).href));
  }
  return generateDrizzleJson(exported);
}

/** What it was when the last migration was written. */
export const readSnapshot = (): Snapshot => JSON.parse(readFileSync(file, "utf8"));

export const writeSnapshot = (snapshot: Snapshot) =>
  writeFileSync(file, `${JSON.stringify(snapshot, null, 2)}\n`);

/** The statements that lead from one to the other; from nothing, those that make all of it. */
export async function statementsBetween(from: Snapshot | undefined, to: Snapshot): Promise<string[]> {
  return generateMigration(from ?? generateDrizzleJson({}), to);
}
