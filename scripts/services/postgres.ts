import { freePort } from "../../src/bin/support/ports";
import { isAlive } from "../../src/bin/support/processes";
import { atShutdown } from "../../src/bin/support/shutdown";
import { info } from "../../src/bin/support/terminal";
import { type Binaries, findBinaries } from "./binaries";
import { clusterExists, createCluster } from "./cluster";
import { type DataDirectory, findDataDirectory, storedPasswords } from "./data-directory";
import { findOrphanedServer, type RunningServer, readRunning } from "./orphaned-server";
import { makePasswords, type Passwords, writePasswords } from "./passwords";
import { ensureDatabase, ensureOwner, setAppPassword } from "./roles";
import { spawnServer, stopServer, tryQuery, waitForServer } from "./server";
import { type SystemUser, serverUser } from "./system-user";

export interface EmbeddedPostgres {
  /** Connection string of `masthead_owner`, who migrates. */
  ownerUrl: string;
  /** Connection string of `masthead_app`, as whom the program works; the first migration makes that role. */
  appUrl: string;
  pid: number;
  stop(): Promise<void>;
}

/**
 * Starts this clone's own Postgres, or takes over the one that a killed run has left. The caller must hold the run
 * lock. Roles and database are there when it resolves.
 */
export async function startEmbeddedPostgres(): Promise<EmbeddedPostgres> {
  const user = serverUser();
  const place = findDataDirectory(user);
  const known = storedPasswords(place);
  const leftOver =
    known && (await findOrphanedServer(place.directory, (port) => urlOf("postgres", known, port)));
  const passwords = known ?? makePasswords();
  const server = leftOver ? stoppable(leftOver) : await start(place, passwords, user);
  const adminUrl = urlOf("postgres", passwords, server.port);
  await ensureOwner({ adminUrl, password: passwords.owner });
  await ensureDatabase(adminUrl);
  await setAppPassword(adminUrl, passwords.app);
  return { ...describe(passwords, server), stop: server.stop };
}

/** The server that another task of this clone runs, if it answers. The caller must not stop it. */
export async function findRunningPostgres(): Promise<Omit<EmbeddedPostgres, "stop"> | undefined> {
  const place = findDataDirectory(serverUser());
  const passwords = storedPasswords(place);
  const server = passwords && readRunning(place.directory);
  if (!server || !isAlive(server.pid)) return undefined;
  const found = describe(passwords, server);
  return (await tryQuery(found.appUrl)) === undefined ? found : undefined;
}

async function start(place: DataDirectory, passwords: Passwords, user: SystemUser): Promise<Stoppable> {
  const binaries = findBinaries(user);
  if (!clusterExists(place.directory)) await setUp(place, { binaries, user, passwords });
  const port = await freePort();
  const pid = spawnServer({ binaries, user, directory: place.directory, port, logFile: place.logFile });
  const server = stoppable({ pid, port }); // from this moment on, since waiting for it may fail or be interrupted
  await waitForServer(urlOf("postgres", passwords, port), pid, place.logFile);
  return server;
}

type Stoppable = RunningServer & Pick<EmbeddedPostgres, "stop">;

/** Has the server stopped when the task ends; or earlier, by its `stop`. */
function stoppable(server: RunningServer): Stoppable {
  const forget = atShutdown("Postgres", () => stopServer(server.pid));
  const stop = () => {
    forget();
    return stopServer(server.pid);
  };
  return { ...server, stop };
}

async function setUp(
  place: DataDirectory,
  options: { binaries: Binaries; user: SystemUser; passwords: Passwords },
): Promise<void> {
  info(`setting up a Postgres database in ${place.directory}`);
  writePasswords(place.passwordFile, options.passwords);
  await createCluster(place.directory, { ...options, password: options.passwords.superuser });
}

function describe(passwords: Passwords, { pid, port }: RunningServer): Omit<EmbeddedPostgres, "stop"> {
  return {
    ownerUrl: urlOf("masthead_owner", passwords, port),
    appUrl: urlOf("masthead_app", passwords, port),
    pid,
  };
}

const passwordOf = { postgres: "superuser", masthead_owner: "owner", masthead_app: "app" } as const;

function urlOf(role: keyof typeof passwordOf, passwords: Passwords, port: number): string {
  const database = role === "postgres" ? "postgres" : "masthead";
  return `postgres://${role}:${passwords[passwordOf[role]]}@127.0.0.1:${port}/${database}`;
}
