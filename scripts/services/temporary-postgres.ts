import { chmodSync, lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "../../src/bin/support/ports";
import { isAlive } from "../../src/bin/support/processes";
import { atShutdown } from "../../src/bin/support/shutdown";
import { findBinaries } from "./binaries";
import { createCluster } from "./cluster";
import { isServerOf, readRunning } from "./orphaned-server";
import { makePasswords } from "./passwords";
import { spawnServer, stopServer, waitForServer } from "./server";
import { serverUser } from "./system-user";

export interface TemporaryPostgres {
  /** Connection string of the superuser. */
  adminUrl: string;
  pid: number;
  stop(): Promise<void>;
}

const prefix = "masthead-postgres-of-";

/** Starts a Postgres with an empty data directory of its own, which is deleted when it stops. For tests and measurements. */
export async function startTemporaryPostgres(settings: Record<string, string>): Promise<TemporaryPostgres> {
  await removeLeftOvers();
  const user = serverUser();
  const binaries = findBinaries(user);
  const parent = mkdtempSync(path.join(tmpdir(), `${prefix}${process.pid}-`));
  chmodSync(parent, user.uid === undefined ? 0o700 : 0o711); // root's server runs as another user, who passes through
  const directory = path.join(parent, "data");
  const logFile = path.join(parent, "postgres.log");
  const { superuser: password } = makePasswords();
  let pid = 0;
  const stop = async () => {
    forget();
    if (pid) await stopServer(pid);
    rmSync(parent, { recursive: true, force: true });
  };
  const forget = atShutdown("the throw-away database", stop);
  await createCluster(directory, { binaries, user, password });
  const port = await freePort();
  pid = spawnServer({ binaries, user, directory, port, logFile, settings });
  const adminUrl = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  try {
    await waitForServer(adminUrl, pid, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return { adminUrl, pid, stop };
}

/** A test run that was killed could not clean up. The name says whose the directory is. */
async function removeLeftOvers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const owner = Number(name.startsWith(prefix) && name.slice(prefix.length).split("-")[0]);
    if (!owner || isAlive(owner)) continue;
    const parent = path.join(tmpdir(), name);
    if (lstatSync(parent).uid !== process.getuid?.()) continue; // somebody else's, on a machine that is shared
    const server = readRunning(path.join(parent, "data"));
    if (server && isServerOf(server.pid, parent)) await stopServer(server.pid);
    rmSync(parent, { recursive: true, force: true });
  }
}
