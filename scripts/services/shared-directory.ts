import { createHash } from "node:crypto";
import { chmodSync, existsSync, lstatSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { TaskError } from "../../src/bin/support/terminal";

/**
 * A directory outside the clone for what belongs to `project`, a path: for a clone where only root can go, such as one
 * in /root. /var/tmp is preferred, since it survives a restart of the machine. The name can be guessed and the
 * place is open to all, so a directory that somebody else has made there is refused.
 */
export function makeSharedDirectory(purpose: string, project: string): string {
  const hash = createHash("sha256").update(project).digest("hex").slice(0, 16);
  const base = existsSync("/var/tmp") ? "/var/tmp" : tmpdir();
  const directory = path.join(base, `masthead-${purpose}-${hash}`);
  mkdirSync(directory, { recursive: true });
  const { uid } = lstatSync(directory);
  if (!lstatSync(directory).isDirectory() || uid !== process.getuid?.()) {
    throw new TaskError(
      `${directory} belongs to somebody else. Remove it, or move this clone to another directory.`,
    );
  }
  chmodSync(directory, 0o711);
  return directory;
}
