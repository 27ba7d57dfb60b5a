import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A file of SQL that changes the schema, such as `0008_newsletters.sql`. */
export interface Migration {
  name: string;
  text: string;
  /** SHA-256 of the text without what editors and Git change: ends of lines and blanks before them. */
  hash: string;
  /** False if the file begins with `-- migrate: no transaction`, as `create index concurrently` needs it. */
  transaction: boolean;
}

/** The migrations of a folder, in the order of their names. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{4}_.+\.sql$/.test(name));
  return names.sort().map((name) => {
    const text = readFileSync(path.join(folder, name), "utf8");
    const normalised = text.replace(/[^\S\n]+$/gm, "").trimEnd();
    return {
      name,
      text,
      hash: sha256(normalised),
      transaction: !/^-- migrate: no transaction\s/.test(text),
    };
  });
}

export const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
