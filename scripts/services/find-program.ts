import { accessSync, constants } from "node:fs";
import path from "node:path";

/** Where servers are that Debian keeps off the PATH of people. */
const usual = ["/usr/bin", "/usr/local/bin", "/usr/sbin", "/usr/local/sbin"];

/** The program's path, or undefined if this machine has none of that name. */
export function findProgram(name: string): string | undefined {
  const directories = [...(process.env.PATH ?? "").split(path.delimiter), ...usual];
  return directories
    .filter(Boolean)
    .map((directory) => path.join(directory, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
