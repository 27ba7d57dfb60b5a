import { startManaged } from "./managed";
import { isShuttingDown } from "./shutdown";
import { TaskError } from "./terminal";

/** Next's program. Started directly: npx would put a shell and npm between us and the process that has to get our signals. */
export const nextProgram = "node_modules/next/dist/bin/next";

/** What node is given to bundle the server. */
export const bundleServer = ["--import", "tsx", "src/bin/bundle.ts"];

/** Builds the pages and the server. Throws if one fails. */
export async function buildProgram(): Promise<void> {
  await buildNext(".");
  const code = await startManaged(bundleServer, { NODE_ENV: "production" }).exited;
  if (code !== 0 && !isShuttingDown())
    throw new TaskError("The server could not be bundled; see the messages above.");
}

/** Runs `next build` to its end. Throws if it fails. */
export async function buildNext(directory: string): Promise<void> {
  const code = await startManaged([nextProgram, "build", directory], { NODE_ENV: "production" }).exited;
  if (code !== 0 && !isShuttingDown()) throw new TaskError("next build failed; see its messages above.");
}
