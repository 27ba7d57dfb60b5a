import { execFileSync } from "node:child_process";
import { root } from "../../../src/bin/support/paths";

/** The text as the project's formatter has it. */
export function formatted(file: string, text: string): string {
  const args = ["node_modules/@biomejs/biome/bin/biome", "check", "--write", `--stdin-file-path=${file}`];
  return execFileSync(process.execPath, args, { cwd: root, input: text, encoding: "utf8" });
}
