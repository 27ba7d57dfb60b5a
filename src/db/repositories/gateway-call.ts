import type { Row } from "postgres";
import { acquire, type Database, release, unlessEnded } from "../client";
import { translateError } from "../errors";

/** One statement outside of a tenant's transaction, for the gateway's questions alone. Throws as `translateError` has it. */
export async function call(database: Database, statement: string, params: unknown[]): Promise<Row[]> {
  const connection = await acquire(database);
  try {
    database.options.onStatement(statement);
    const query = connection.sql.unsafe(statement, params as never[], { prepare: true });
    return await unlessEnded(connection, query);
  } catch (error) {
    throw translateError(error);
  } finally {
    release(database, connection);
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
