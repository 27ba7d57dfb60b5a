import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { freePort } from "../../src/bin/support/ports";
import { isAlive } from "../../src/bin/support/processes";
import { atShutdown } from "../../src/bin/support/shutdown";
import { findBinaries } from "./binaries";
import { clusterExists, createCluster } from "./cluster";
import { type DataDirectory, findDataDirectory } from "./data-directory";
import { isServerOf, readRunning } from "./orphaned-server";
import { makePasswords, readPasswords, writePasswords } from "./passwords";
import { spawnServer, stopServer, waitForServer } from "./server";
import { type SystemUser, serverUser } from "./system-user";
import type { TemporaryPostgres } from "./temporary-postgres";

/** Databases that were migrated for tests; of older migrations so many are kept, for whoever goes back and forth. */
const templatesMax = 4;

/**
 * Starts the Postgres of this clone's tests, in `.data/test-postgres`: set up by the first run, with the databases that
 * tests are cloned from still there in the next. Undefined where another run of this clone has it.
 */
export async function startPersistentPostgres(
  settings: Record<string, string>,
): Promise<TemporaryPostgres | undefined> {
  const user = serverUser();
  const place = findDataDirectory(user, "test-postgres");
  const lockFile = `${place.passwordFile}.lock`;
  if (!(await tryLock(lockFile))) return undefined;
  let pid = 0;
  const stop = async () => {
    forget();
    if (pid) await stopServer(pid);
    rmSync(lockFile, { force: true });
  };
  const forget = atShutdown("the tests' database", stop);
  try {
    await endLeftOver(place);
    const { adminUrl, pid: started } = await start(place, user, settings).catch(() => {
      rmSync(place.directory, { recursive: true, force: true }); // the machine went down while it was written
      return start(place, user, settings);
    });
    pid = started;
    await dropLeftOvers(adminUrl);
    return { adminUrl, pid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A run that was killed leaves its file, but no process. */
async function tryLock(file: string): Promise<boolean> {
  if (isAlive(holderOf(file))) return false;
  rmSync(file, { force: true });
  try {
    writeFileSync(file, String(process.pid), { flag: "wx", mode: 0o600 });
  } catch {
    return false;
  }
  await sleep(50); // whoever saw the same dead file may have replaced ours in this moment
  return holderOf(file) === process.pid;
}

function holderOf(file: string): number {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return 0;
  }
}

async function endLeftOver({ directory }: DataDirectory): Promise<void> {
  const server = readRunning(directory);
  if (server && isAlive(server.pid) && isServerOf(server.pid, directory)) await stopServer(server.pid);
}

async function start(place: DataDirectory, user: SystemUser, settings: Record<string, string>) {
  const { directory, logFile, passwordFile } = place;
  const binaries = findBinaries(user);
  let passwords = clusterExists(directory) ? readPasswords(passwordFile) : undefined;
  if (!passwords) {
    rmSync(directory, { recursive: true, force: true });
    passwords = makePasswords();
    writePasswords(passwordFile, passwords);
    await createCluster(directory, { binaries, user, password: passwords.superuser });
  }
  const port = await freePort();
  const pid = spawnServer({ binaries, user, directory, port, logFile, settings });
  const adminUrl = `postgres://postgres:${passwords.superuser}@127.0.0.1:${port}/postgres`;
  await waitForServer(adminUrl, pid, logFile);
  return { adminUrl, pid };
}

/** What a killed run has not dropped, and templates of migrations long past. */
async function dropLeftOvers(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  try {
    const old =
      await sql`select datname as name from pg_database where datname ~ '^(test_|template_.*_draft$)'
      union all (select datname from pg_database where datname ~ '^template_[0-9a-f]+$' order by oid desc offset ${templatesMax})`;
    for (const { name } of old) await sql`drop database if exists ${sql(name)} with (force)`;
  } finally {
    await sql.end();
  }
}
