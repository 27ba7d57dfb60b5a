import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { filesOf } from "../../scripts/new/files";
import { namesOf } from "../../scripts/new/names";
import { root } from "../../src/bin/support/paths";

/** What `npm run new` writes is text for the compiler only when it is run: here, that it imports what there is. */
const files = filesOf(namesOf("newsletters"));

function textAt(file: string): string | undefined {
  const candidates = [`${file}.ts`, `${file}.tsx`];
  const made = candidates.find((one) => files[one] !== undefined);
  if (made) return files[made];
  const there = candidates.find((one) => existsSync(path.join(root, one)));
  return there && readFileSync(path.join(root, there), "utf8");
}

it.each(Object.entries(files))("%s imports what is there", (file, text) => {
  for (const [, clause = "", from = ""] of text.matchAll(/^import ([^;]*?) from "((?:\.|@\/)[^"]+)";/gm)) {
    const target = from.startsWith("@/")
      ? `src/${from.slice(2)}`
      : path.posix.join(path.posix.dirname(file), from);
    const source = textAt(target);
    expect(source, `${from} in ${file}`).toBeDefined();
    const names = /\{([^}]*)\}/.exec(clause)?.[1]?.split(",") ?? [];
    for (const name of names.map(
      (one) =>
        one
          .trim()
          .replace(/^type /, "")
          .split(" as ")[0] ?? "",
    )) {
      if (!name) continue;
      const declared = new RegExp(
        `^export (?:(?:async )?(?:function|const|class|interface|type) |\\{[^}]*\\b)${name}\\b`,
        "m",
      );
      expect(source, `${name} of ${from} in ${file}`).toMatch(declared);
    }
  }
});
