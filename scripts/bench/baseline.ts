import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { root } from "../../src/bin/support/paths";
import { cpuOf } from "./rounds";
import type { Row } from "./table";

const file = path.join(root, "scripts/bench/baseline.json");

const figuresSchema = z.record(
  z.string(),
  z.object({
    /** Answers a second over those of the reference in the same round. */
    ratio: z.number(),
    /** Processor time of an answer over that of the reference; absent where the system doesn't tell. */
    cpu: z.number().optional(),
  }),
);

/** Ratios by workload and server, such as `W1 masthead`. Absolute figures would compare machines. */
export type Ratios = z.infer<typeof figuresSchema>;

const baselineSchema = z.object({ date: z.string(), machine: z.string(), ratios: figuresSchema });

export type Baseline = z.infer<typeof baselineSchema>;

/** Undefined if there is none that can be read. */
export function readBaseline(): Baseline | undefined {
  try {
    return baselineSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

export function writeBaseline(baseline: Baseline): void {
  writeFileSync(file, `${JSON.stringify(baseline, null, 2)}\n`);
}

export function ratiosOf(rows: Row[]): Ratios {
  const ratios: Ratios = {};
  for (const { workload, results } of rows) {
    const [reference, ...others] = results;
    for (const result of others) {
      const cpu = reference ? cpuOf(result) / cpuOf(reference) : Number.NaN;
      const key = `${workload.split(" ")[0]} ${result.name}`;
      ratios[key] = { ratio: round(result.ratio), ...(Number.isFinite(cpu) ? { cpu: round(cpu) } : {}) };
    }
  }
  return ratios;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

/** Below this share a change is the noise of a small machine. */
const noise = 0.15;

/** What moved against the baseline, one line each; what is new or gone is said too. */
export function movedLines(before: Ratios, now: Ratios): string[] {
  return Object.entries(now).flatMap(([key, { ratio, cpu }]) => {
    const known = before[key];
    if (!known) return [`${key}: ratio ${ratio}, not in the baseline`];
    return [
      ...moved(`${key}: ratio`, known.ratio, ratio, "faster", "slower"),
      ...moved(`${key}: CPU of an answer`, known.cpu, cpu, "dearer", "cheaper"),
    ];
  });
}

function moved(
  what: string,
  from: number | undefined,
  to: number | undefined,
  up: string,
  down: string,
): string[] {
  if (from === undefined || to === undefined) return [];
  const change = to / from - 1;
  if (Math.abs(change) < noise) return [];
  return [`${what} ${from} → ${to}, ${Math.abs(change * 100).toFixed(0)} % ${change > 0 ? up : down}`];
}
