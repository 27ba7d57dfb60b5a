import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ensureDataDirectory, root } from "../../src/bin/support/paths";
import { info } from "../../src/bin/support/terminal";
import { clusterExists } from "./cluster";
import { type Passwords, readPasswords } from "./passwords";
import { makeSharedDirectory } from "./shared-directory";
import { canPass, type SystemUser } from "./system-user";

/** Where an embedded server's files are. */
export interface DataDirectory {
  /** The cluster. */
  directory: string;
  logFile: string;
  passwordFile: string;
}

/**
 * `.data/<name>`, or a directory outside the clone where the server's user can't reach `.data`: root's own home
 * directory is closed to everybody else. `.data/<name>-is-elsewhere.txt` then says where it is.
 */
export function findDataDirectory(user: SystemUser, name = "postgres"): DataDirectory {
  const own = ensureDataDirectory();
  const files = { logFile: path.join(own, `${name}.log`), passwordFile: path.join(own, `${name}.json`) };
  const inside = path.join(own, name);
  const note = path.join(own, `${name}-is-elsewhere.txt`);
  if (canPass(own, user)) {
    rmSync(note, { force: true });
    return { directory: inside, ...files };
  }
  const directory = path.join(makeSharedDirectory("data", root), name);
  if (!existsSync(note)) {
    info(`the user "postgres" can't reach ${own}; the database is kept in ${directory}`);
    writeFileSync(note, `${directory}\n`);
  }
  return { directory, ...files };
}

/**
 * The passwords of the cluster in this place. A cluster without them can't be used; somebody has removed `.data` or a
 * part of it. It is kept aside rather than deleted.
 */
export function storedPasswords({ directory, passwordFile }: DataDirectory): Passwords | undefined {
  const passwords = readPasswords(passwordFile);
  if (passwords || !clusterExists(directory)) return passwords;
  const aside = `${directory}.${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}`;
  info(
    `${passwordFile} is gone, so the database can't be opened; starting with an empty one, the old one is in ${aside}`,
  );
  renameSync(directory, aside);
  return undefined;
}
