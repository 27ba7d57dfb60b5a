import type { Result } from "./rounds";
import { cpuOf } from "./rounds";

/** Lines of a table: the first column to the left, the others to the right. */
export function tableLines(head: string[], rows: string[][]): string[] {
  const table = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) => {
    const cells = widths.map((width, column) => {
      const cell = row[column] ?? "";
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    return `  ${cells.join("  ")}`.trimEnd();
  });
}

/** A figure with three digits that mean something; "-" for none. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "-";
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export interface Row {
  workload: string;
  results: Result[];
}

/** All results: for each workload a line for each server, the one that the others are compared with first. */
export function resultLines(rows: Row[]): string[] {
  const head = ["workload", "server", "req/s", "ratio", "p50 ms", "p95 ms", "p99 ms"];
  const costs = ["CPU µs", "server", "Postgres", "Redis", "MiB"];
  return tableLines(
    [...head, ...costs],
    rows.flatMap(({ workload, results }) =>
      results.map((result, index) => [
        index === 0 ? workload : "",
        result.name,
        ...[result.rate, result.ratio, result.p50, result.p95, result.p99].map(figure),
        ...[cpuOf(result), result.cpu.server, result.cpu.postgres, result.cpu.redis].map(figure),
        figure(result.memoryMiB),
      ]),
    ),
  );
}
