import { styled } from "../support/say";

/** How many checks passed, failed and were left out. */
export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

export const none: Totals = { passed: 0, failed: 0, skipped: 0 };

export function add(...all: Totals[]): Totals {
  return all.reduce((sum, one) => ({
    passed: sum.passed + one.passed,
    failed: sum.failed + one.failed,
    skipped: sum.skipped + one.skipped,
  }));
}

/** The line that a person and CI read: `12 passed, 0 failed`. */
export function summary({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
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
