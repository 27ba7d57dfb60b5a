import { fillPlaceholders, type SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type { Client } from "./client";

/** What statements are built and sent with. */
export interface Queries
  extends Pick<PostgresJsDatabase, "$with" | "delete" | "insert" | "select" | "update" | "with"> {
  /** Sends a statement written by hand, when it is called. Rows have its columns' names and the driver's values. */
  execute<Row extends Record<string, unknown>>(query: SQL): Promise<Row[]>;
}

/** Values for a statement's placeholders, by their names. */
export type Values = Readonly<Record<string, unknown>>;

interface Executable<Answer> {
  execute(values: Record<string, unknown>): Promise<Answer>;
}

/** A statement that is sent often: built once for each connection, and kept ready there. */
export interface Statement<Answer> {
  on(client: Client): Executable<Answer>;
}

/** One of Drizzle's own, with `sql.placeholder` for its values: what `.prepare()` returns. */
export function prepare<Answer>(build: (queries: Queries) => Executable<Answer>): Statement<Answer> {
  return perClient((client) => build(client.queries));
}

const dialect = new PgDialect();

/** A change written by hand, whose answer is of no interest. */
export function prepareChange(change: SQL): Statement<unknown> {
  const { sql: text, params } = dialect.sqlToQuery(change);
  return perClient((client) => ({
    execute: async (values) => client.send(text, fillPlaceholders(params, values)),
  }));
}

function perClient<Answer>(build: (client: Client) => Executable<Answer>): Statement<Answer> {
  const built = new WeakMap<Client, Executable<Answer>>();
  return {
    on(client) {
      let found = built.get(client);
      if (!found) {
        found = build(client);
        built.set(client, found);
      }
      return found;
    },
  };
}
