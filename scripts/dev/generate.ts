import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../src/bin/support/paths";
import { runTask } from "../../src/bin/support/shutdown";
import { info } from "../../src/bin/support/terminal";
import { formatted } from "./generate/format";
import { generatedModules } from "./generate/modules";

/** `npm run generate`: writes what is found on disk; `--check` only compares, and fails where a file is out of date. */
await runTask(async () => {
  const onlyCompare = process.argv.includes("--check");
  const stale = generatedModules()
    .map(({ file, text }) => ({ file, text: formatted(file, text) }))
    .filter(({ file, text }) => text !== currentText(file));
  for (const { file, text } of stale) {
    if (!onlyCompare) writeFileSync(path.join(root, file), text);
    info(onlyCompare ? `${file} is out of date: npm run generate` : `wrote ${file}`);
  }
  return onlyCompare && stale.length > 0 ? 1 : 0;
});

function currentText(file: string): string | undefined {
  try {
    return readFileSync(path.join(root, file), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
