import { execFileSync, spawnSync } from "node:child_process";
import { info, TaskError } from "../../src/bin/support/terminal";

/** The account that a Postgres server runs as; empty where that is simply who runs the task. */
export interface SystemUser {
  uid?: number;
  gid?: number;
}

/**
 * Postgres refuses to run as root, so root runs it as the system's user `postgres`, which is made if it isn't there
 * (as in most containers). Everybody else runs it as themselves.
 */
export function serverUser(): SystemUser {
  if (process.getuid?.() !== 0) return {};
  const existing = lookUp("postgres");
  if (existing) return existing;
  info('you are root, and Postgres refuses to run as root: adding a system user "postgres" for it');
  try {
    execFileSync("useradd", [
      "--system",
      "--user-group",
      "--no-create-home",
      "--shell",
      "/bin/false",
      "postgres",
    ]);
  } catch (error) {
    throw new TaskError(
      "Postgres refuses to run as root, and a user for it could not be added. Run this as an ordinary user, or set " +
        `DATABASE_URL to a Postgres of yours. (useradd: ${error instanceof Error ? error.message : error})`,
    );
  }
  const added = lookUp("postgres");
  if (!added) throw new TaskError('The user "postgres" was added but can\'t be found.');
  return added;
}

function lookUp(name: string): { uid: number; gid: number } | undefined {
  const ask = (flag: string) => spawnSync("id", [flag, name], { encoding: "utf8" });
  const [uid, gid] = [ask("-u"), ask("-g")];
  if (uid.status !== 0 || gid.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** Whether `user` can pass through `directory` and all above it. */
export function canPass(directory: string, user: SystemUser): boolean {
  return spawnSync("/bin/sh", ["-c", 'test -x "$1"', "sh", directory], { ...user, cwd: "/" }).status === 0;
}
