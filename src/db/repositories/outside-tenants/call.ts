import { type Column, type GetColumnData, type SQL, sql } from "drizzle-orm";
import type { Client } from "../../client";
import type { Database } from "../../database";
import { translateError } from "../../errors";
import { members } from "../../schema/members";
import { tenants } from "../../schema/tenants";
import { prepare, type Values } from "../../statement";

/**
 * Calls of functions outside of any tenant's transaction: each question that comes before a tenant is known, or is about
 * several, is one SECURITY DEFINER function of the migrations; the program's role can't read the tables themselves. They
 * throw as `translateError` has it.
 */
async function ask<T>(database: Database, send: (client: Client) => Promise<T>): Promise<T> {
  try {
    return await database.use(null, send);
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

/** What a function returns as a table. */
export function list<const F extends Fields>(database: Database, fields: F, call: SQL) {
  return ask(database, ({ queries }) => queries.select(fields).from(call).execute());
}

/** The same of a function that many requests call: built once for each connection. `call` has placeholders for its values. */
export function prepareList<const F extends Fields>(fields: F, call: SQL, name: string) {
  const statement = prepare((queries) => queries.select(fields).from(call).prepare(name));
  return (database: Database, values: Values) =>
    ask(database, (client) => statement.on(client).execute(values));
}

/** What a function returns as one value; undefined where it returns none. */
export async function value<T>(database: Database, call: SQL<T>): Promise<T | undefined> {
  const [row] = await ask(database, ({ queries }) =>
    queries.execute<{ value: T }>(sql`select ${call} as value`),
  );
  return row?.value;
}

/** Calls a function whose answer is of no interest. */
export async function perform(database: Database, call: SQL): Promise<void> {
  await ask(database, ({ queries }) => queries.execute(sql`select ${call}`));
}

/** The tenant that a function names beside its answer. */
export const tenantOf = {
  tenantId: like(members.tenantId),
  tenantSlug: like(tenants.slug, "tenant_slug"),
  tenantName: like(tenants.name, "tenant_name"),
};
