import { named, type Row } from "../batch";
import { type Database, unlessEnded, withConnection } from "../client";
import { translateError } from "../errors";

/** One statement outside of a tenant's transaction, for the gateway's questions alone. Throws as `translateError` has it. */
export async function call<Answer extends object = Row>(
  database: Database,
  statement: string,
  params: unknown[],
): Promise<Answer[]> {
  try {
    const [result] = await withConnection(database, null, (connection) =>
      unlessEnded(connection, connection.sendWhole([{ text: statement, params }])),
    );
    // What a function answers is known to whoever calls it.
    return result ? (named(result) as Answer[]) : [];
  } catch (error) {
    throw translateError(error);
  }
}

/** Columns by the names that they have in TypeScript. */
export function camelCased(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
