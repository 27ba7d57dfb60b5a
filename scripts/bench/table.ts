import type { Measured } from "./load";

/** The result as a table, one line for each route; `ratio` is its rate over that of the route "list" in the same run. */
export function tableLines(measured: Measured[]): string[] {
  const list = measured.find(({ name }) => name === "list")?.rate ?? 0;
  const rows = measured.map(({ name, rate, p50, p99, classes, lost }) => [
    name,
    rate.toFixed(1),
    list > 0 ? (rate / list).toFixed(2) : "-",
    `${p50} ms`,
    `${p99} ms`,
    [...Object.entries(classes), ...(lost > 0 ? [["lost", lost] as const] : [])]
      .map(([kind, number]) => `${kind} ${number}`)
      .join("  "),
  ]);
  const table = [["route", "req/s", "ratio", "p50", "p99", "answers"], ...rows];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table.map((row) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 || column === row.length - 1 ? cell.padEnd(width) : cell.padStart(width);
    });
    return `  ${cells.join("   ")}`.trimEnd();
  });
}
