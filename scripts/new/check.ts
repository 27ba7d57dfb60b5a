import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../src/bin/support/paths";
import { TaskError } from "../../src/bin/support/terminal";
import { errorCodes } from "../../src/server/generated/error-codes";
import { eventTypes } from "../../src/server/generated/event-types";
import { sections } from "../../src/server/generated/sections";
import type { Names } from "./names";

/** Throws where something of this name is there already, so that nothing is written over or said twice. */
export function assertNew(names: Names, files: string[]): void {
  const { plural, table, code, Words } = names;
  const taken = [
    ...[...files, `src/server/${plural}`, ...pagesOf(plural)].filter((file) =>
      existsSync(path.join(root, file)),
    ),
    ...(tableNames().includes(table) ? [`the table ${table}`] : []),
    ...(`${code}_not_found` in errorCodes ? [`the error code ${code}_not_found`] : []),
    ...(Object.values(eventTypes).some(({ subject }) => subject === code) ? [`events about ${code}`] : []),
    ...(Words in sections ? [`the section ${Words} of the API's description`] : []),
  ];
  if (taken.length > 0)
    throw new TaskError(`There is already ${taken.join(", ")}: choose another name, or remove that first`, 2);
}

/** Where pages at this path would stand: in the app's folder, or in one of its groups. */
function pagesOf(plural: string): string[] {
  const groups = readdirSync(path.join(root, "src/app")).filter((name) => name.startsWith("("));
  return ["", ...groups].map((group) => path.join("src/app", group, plural));
}

function tableNames(): string[] {
  const snapshot: unknown = JSON.parse(readFileSync(path.join(root, "drizzle/snapshot.json"), "utf8"));
  if (!isSnapshot(snapshot)) throw new TaskError("drizzle/snapshot.json holds no tables");
  return Object.keys(snapshot.tables).map((name) => name.replace("public.", ""));
}

function isSnapshot(value: unknown): value is { tables: object } {
  return typeof value === "object" && value !== null && "tables" in value && typeof value.tables === "object";
}

/** Throws where git doesn't have everything: then nobody could tell what was written from what was there. */
export function assertCommitted(): void {
  const advice = "or add --dirty, if you can tell your changes from what will be written";
  let changes: string;
  try {
    changes = execFileSync("git", ["status", "--porcelain"], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    throw new TaskError(`git can't say what has changed here: commit everything first, ${advice}`, 2);
  }
  if (changes)
    throw new TaskError(`There are changes that aren't committed: commit them first, ${advice}`, 2);
}
