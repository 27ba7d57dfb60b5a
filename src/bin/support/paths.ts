import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's directory. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

/** The server process's own code in one file; made with the build. */
export const bundledServer = path.join(root, ".next/host/serve.mjs");

/** Where a run keeps what must survive it: the embedded database, its passwords, the demo's credentials. */
export const dataDirectory = path.join(root, ".data");

/**
 * Makes `.data`. Its files are readable by their owner only. Root's directory can be passed through by others, because
 * Postgres refuses to run as root and its own user has to reach the database in it.
 */
export function ensureDataDirectory(): string {
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  mkdirSync(dataDirectory, { recursive: true });
  chmodSync(dataDirectory, mode); // mkdir's own mode is cut by the umask
  return dataDirectory;
}
