import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";

/** Where the build leaves the worker's code, from the program's directory. */
export const builtWorker = ".next/host/text-worker.cjs";
const entry = "src/server/texts/worker.ts";

/**
 * The code of a worker in one piece, so that threads start alike whoever bundled the file that starts them: Next, esbuild,
 * tsx or Vitest. Made by the build; where there is none, as in development, it is made now.
 */
export async function workerSource(directory = process.cwd()): Promise<string> {
  const built = path.join(directory, builtWorker);
  if (process.env.NODE_ENV === "production" && existsSync(built)) return readFile(built, "utf8");
  return bundleWorker(directory);
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
