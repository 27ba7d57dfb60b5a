import path from "node:path";
import { nextProgram } from "../../src/bin/support/build";
import { startManaged } from "../../src/bin/support/managed";
import { root } from "../../src/bin/support/paths";
import type { Managed } from "../../src/bin/support/processes";

/** Starts `next dev <args>`, to be stopped with the task. */
export function startNextDev(args: string[]): Managed {
  const flags = ["--import", path.join(root, "scripts/dev/keep-alive.mjs")];
  return startManaged([...flags, nextProgram, "dev", ...args], { NODE_ENV: "development" });
}
