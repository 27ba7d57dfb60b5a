import { randomBytes } from "node:crypto";
import { existsSync, lstatSync, readdirSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { TaskError } from "../../src/bin/support/terminal";

/** In each folder that an export made; imports pass over names that begin with a dot. */
export const marker = ".masthead-export.json";

/**
 * Where an export goes: it is made under another name beside it, and gets its own name when it is whole. Throws a
 * TaskError if something is there that must not be replaced.
 */
export class OutputPath {
  /** Where to write. */
  readonly draft: string;
  readonly #out: string;

  constructor(out: string, kind: "file" | "folder", force: boolean) {
    this.#out = path.resolve(out);
    this.draft = `${this.#out}.partial-${randomBytes(4).toString("hex")}`;
    if (!existsSync(path.dirname(this.#out)))
      throw new TaskError(`There is no folder ${path.dirname(out)} to write ${path.basename(out)} into.`);
    const there = lstatSync(this.#out, { throwIfNoEntry: false });
    if (!there) return;
    if (!force)
      throw new TaskError(`${out} is there already. Name another place, or add --force to replace it.`);
    if (kind === "file" && !there.isFile())
      throw new TaskError(`${out} is not a file, and is not replaced by one.`);
    if (kind === "folder" && !(there.isDirectory() && isOurs(this.#out)))
      throw new TaskError(`${out} is not a folder that an export made, so it is not replaced.`);
  }

  /** Gives the draft its name; what was there before is gone. */
  async publish(): Promise<void> {
    // A rename replaces a file, but no folder that has something in it.
    const old = `${this.draft}-old`;
    const isFolder = lstatSync(this.#out, { throwIfNoEntry: false })?.isDirectory();
    if (isFolder) await rename(this.#out, old);
    await rename(this.draft, this.#out);
    if (isFolder) await rm(old, { recursive: true });
  }

  async discard(): Promise<void> {
    await rm(this.draft, { recursive: true, force: true });
  }
}

function isOurs(folder: string): boolean {
  const names = readdirSync(folder);
  return names.length === 0 || names.includes(marker);
}
