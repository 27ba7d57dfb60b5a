import { type Column, type GetColumnData, type SQL, sql } from "drizzle-orm";
import type { Database } from "../database";
import { translateError } from "../errors";
import type { Queries } from "../statement";

/** Statements outside of a tenant's transaction, for the gateway's questions alone. They throw as `translateError` has it. */
async function ask<T>(database: Database, send: (queries: Queries) => Promise<T>): Promise<T> {
  try {
    return await database.use(null, ({ queries }) => send(queries));
  } catch (error) {
    throw translateError(error);
  }
}

/** The fields of what a function returns, by their names in TypeScript. */
type Fields = Record<string, SQL>;
export type RowOf<F extends Fields> = { [Name in keyof F]: F[Name] extends SQL<infer T> ? T : never };

/** A column that a function returns, of the type of one of a table. */
export function like<C extends Column>(column: C, name = column.name): SQL<GetColumnData<C>> {
  return sql<GetColumnData<C>>`${sql.identifier(name)}`;
}

/** What a function of the gateway returns as a table. */
export function list<const F extends Fields>(database: Database, fields: F, call: SQL) {
  return ask(database, (queries) => queries.select(fields).from(call).execute());
}

/** What a function of the gateway returns as one value; undefined where it returns none. */
export async function value<T>(database: Database, call: SQL<T>): Promise<T | undefined> {
  const [row] = await ask(database, (queries) => queries.execute<{ value: T }>(sql`select ${call} as value`));
  return row?.value;
}

/** Calls a function of the gateway whose answer is of no interest. */
export async function perform(database: Database, call: SQL): Promise<void> {
  await ask(database, (queries) => queries.execute(sql`select ${call}`));
}
