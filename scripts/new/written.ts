import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../src/bin/support/paths";
import { atShutdown } from "../../src/bin/support/shutdown";

/** Files that are written together or not at all: unless `keep` is called before the task ends, all is as it was. */
export interface Written {
  /** Writes a file that isn't there yet. */
  add(file: string, text: string): void;
  /** Lets the writing stand, and returns the files that are new and those that were changed. */
  keep(): { added: string[]; changed: string[] };
}

/** `watched` are files and folders that others write to meanwhile. */
export function startWriting(watched: string[]): Written {
  const before = textsIn(watched);
  const own: string[] = [];
  const folders: string[] = [];
  const differing = () => {
    const after = textsIn(watched);
    const added = [...own, ...[...after.keys()].filter((file) => !before.has(file))];
    const changed = [...before.keys()].filter((file) => after.get(file) !== before.get(file));
    return { added: added.sort(), changed };
  };
  const forget = atShutdown("the new files", async () => {
    const { added, changed } = differing();
    for (const file of added) rmSync(path.join(root, file), { force: true });
    for (const file of changed) writeFileSync(path.join(root, file), before.get(file) ?? "");
    for (const folder of folders.reverse()) rmdirSync(folder);
  });
  return {
    add(file, text) {
      const target = path.join(root, file);
      folders.push(...makeFolders(path.dirname(target)));
      writeFileSync(target, text, { flag: "wx" });
      own.push(file);
    },
    keep() {
      forget();
      return differing();
    },
  };
}

/** Returns the folders that it made, outermost first. */
function makeFolders(folder: string): string[] {
  const first = mkdirSync(folder, { recursive: true });
  const made: string[] = [];
  for (let one = folder; first && one.startsWith(first); one = path.dirname(one)) made.unshift(one);
  return made;
}

function textsIn(places: string[]): Map<string, string> {
  const files = places.flatMap((place) =>
    place.endsWith("/")
      ? readdirSync(path.join(root, place), { withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ name }) => place + name)
      : [place],
  );
  return new Map(files.map((file) => [file, readFileSync(path.join(root, file), "utf8")]));
}
