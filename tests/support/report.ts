import { appendFileSync } from "node:fs";

/** A figure for people: printed at once, and again at the end by the scripts that collect them (`npm run test:isolation`). */
export function report(line: string): void {
  process.stdout.write(`${line}\n`);
  if (process.env.TEST_REPORT_FILE) appendFileSync(process.env.TEST_REPORT_FILE, `${line}\n`);
}
