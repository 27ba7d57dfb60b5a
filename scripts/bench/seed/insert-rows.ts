import type { TransactionSql } from "postgres";

type Cell = string | Date | null;

/** Types of columns that aren't text, by name: a seed's tables call the same thing the same. */
function typeOf(column: string): string {
  if (/^id$|_id$|^created_by$/.test(column) && column !== "request_id") return "uuid";
  if (column.endsWith("_at")) return "timestamptz";
  return column === "payload" ? "jsonb" : "text";
}

/**
 * Inserts rows that all have the same columns, in one statement with one array for each column: one plan and few
 * parameters, whatever their number. Table and columns come from our own code.
 */
export async function insertRows(
  tx: TransactionSql,
  table: string,
  rows: Record<string, Cell>[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  const arrays = columns.map((_, index) => `$${index + 1}::text[]`);
  const casts = columns.map((column) => `u.${column}::${typeOf(column)}`);
  const statement = `insert into ${table} (${columns.join(", ")})
    select ${casts.join(", ")} from unnest(${arrays.join(", ")}) u (${columns.join(", ")})`;
  await tx.unsafe(
    statement,
    columns.map((column) => rows.map((row) => textOf(row[column] ?? null))),
    { prepare: true },
  );
}

function textOf(cell: Cell): string | null {
  return cell instanceof Date ? cell.toISOString() : cell;
}
