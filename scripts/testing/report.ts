import { styled } from "../../src/bin/support/terminal";

/** How many checks passed, failed and were left out. */
export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
  /** The names of what failed, for the end of the output: the place itself may be thousands of lines above. */
  failures: string[];
}

export const none: Totals = { passed: 0, failed: 0, skipped: 0, failures: [] };

export function add(...all: Totals[]): Totals {
  return all.reduce((sum, one) => ({
    passed: sum.passed + one.passed,
    failed: sum.failed + one.failed,
    skipped: sum.skipped + one.skipped,
    failures: [...sum.failures, ...one.failures],
  }));
}

/** What a person and CI read at the end: a line for each failure, and last `12 passed, 1 failed`. */
export function summary({ passed, failed, skipped, failures }: Totals): string {
  const totals = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
  return [...failures.map((name) => `failed: ${name}`), totals].join("\n");
}

/** Does a task's checks, and says at the end what came of them. Resolves to the exit code: 1 if anything failed. */
export async function runAndSummarise(work: () => Promise<Totals>): Promise<number> {
  const startedAt = performance.now();
  const totals = await work();
  console.log(`\nFinished in ${((performance.now() - startedAt) / 1000).toFixed(0)} s.`);
  console.log(summary(totals));
  return totals.failed > 0 ? 1 : 0;
}

export function heading(text: string): void {
  console.log(`\n${styled("bold", text)}`);
}

/** One line for one check, with its output below it if it failed. */
export function reportCheck(name: string, ok: boolean, startedAt: number, output: string): void {
  const mark = ok ? styled("green", "✓") : styled("red", "✗");
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`  ${mark} ${name.padEnd(16)} ${styled("dim", `${seconds} s`)}`);
  if (!ok) console.log(indent(output.trim() || "(no output)"));
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "      ");
}
