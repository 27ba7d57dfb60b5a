import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";

/** Where the build leaves the worker's code, from the program's directory. */
export const builtWorker = ".next/host/text-worker.cjs";
const entry = "src/server/texts/worker.ts";

/**
 * The code of a worker in one piece, so that threads start alike whoever bundled the file that starts them: Next, esbuild,
 * tsx or Vitest. The build's, where `fromBuild` asks for it and there is one; else it is made now.
 */
export async function workerSource(fromBuild: boolean): Promise<string> {
  const directory = process.cwd();
  const built = path.join(directory, builtWorker);
  return fromBuild && existsSync(built) ? readFile(built, "utf8") : bundleWorker(directory);
}

/** Bundles the worker with all that it imports. */
export async function bundleWorker(directory: string): Promise<string> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: directory,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    target: "node20",
    minify: true,
    legalComments: "none",
    logLevel: "silent",
  });
  return outputFiles.map(({ text }) => text).join("");
}
