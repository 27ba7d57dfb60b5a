import { spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { atShutdown } from "../../src/bin/support/shutdown";
import type { Binaries } from "./binaries";
import type { SystemUser } from "./system-user";

/**
 * Sets up a database cluster in `directory`, which must not exist yet. It is made beside it and renamed, so that an
 * interrupted set-up leaves nothing that looks like a cluster. Locale and encoding are Postgres' own: the same on every
 * machine, whatever languages it has installed.
 */
export async function createCluster(
  directory: string,
  { binaries, user, password }: { binaries: Binaries; user: SystemUser; password: string },
): Promise<void> {
  const unfinished = `${directory}.new`;
  const passwordFile = `${directory}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  for (const place of [unfinished, passwordFile]) own(place, user);
  try {
    await initialise(unfinished, passwordFile, binaries, user);
    renameSync(unfinished, directory);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function initialise(
  directory: string,
  passwordFile: string,
  binaries: Binaries,
  user: SystemUser,
): Promise<void> {
  const flags = [
    `--pgdata=${directory}`,
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
  ];
  const child = spawn(binaries.initdb, flags, {
    ...user,
    cwd: "/",
    env: serverEnvironment(),
    detached: true,
  });
  const forget = atShutdown("initdb", async () => void child.kill("SIGINT")); // it then removes what it has made
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const [code] = await once(child, "close");
  forget();
  if (code !== 0) throw new Error(`initdb failed (${code}):\n${output.trim()}`);
}

export function clusterExists(directory: string): boolean {
  return existsSync(path.join(directory, "PG_VERSION"));
}

function own(place: string, { uid, gid }: SystemUser): void {
  if (uid !== undefined && gid !== undefined) chownSync(place, uid, gid);
}

/** What a Postgres program gets to see of our environment: messages in English, and no PG* variable that changes it. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env };
  for (const name of Object.keys(environment)) {
    if (/^(PG|LC_|LANG)/.test(name)) delete environment[name];
  }
  return Object.assign(environment, { LC_ALL: "C" });
}
