import postgres, { type Sql } from "postgres";
import { Pool } from "tarn";
import { DatabaseUnavailableError } from "./errors";

export interface DatabaseOptions {
  /** Connection string of the program's role. */
  url: string;
  /** Connections at most. */
  poolMax: number;
  /** How long a request waits for a free connection before it fails as unavailable, in milliseconds. */
  acquireTimeoutMs?: number;
  /** How long one transaction may take in all before its connection is thrown away, in milliseconds. */
  transactionTimeoutMs?: number;
  /**
   * Whether statements are prepared under a name, which saves a round trip each. A pooler in transaction mode must
   * support it (PgBouncer from 1.21 on, with `max_prepared_statements`).
   */
  prepare?: boolean;
  /** Told of each statement sent, for tests that count them. */
  onStatement?: (statement: string) => void;
}

/** One connection. Statements run in the order in which they are sent, without waiting for each other's answers. */
export interface Connection {
  readonly sql: Sql;
  /** True once the server or the network has ended it; then it must not be used again. */
  closed: boolean;
  /**
   * Called once when the connection ends, so that nobody waits for an answer that can't come. A set and not a promise:
   * what waits for a promise that lives as long as the connection is kept as long, with all that it holds.
   */
  readonly endListeners: Set<(error: Error) => void>;
}

export interface Database {
  readonly options: Required<DatabaseOptions>;
  readonly pool: Pool<Connection>;
  close(): Promise<void>;
}

/**
 * Opens a pool of single-connection clients.
 *
 * Why not one postgres.js client with `reserve()` or `begin()`: `begin()` waits for each of its own statements (four
 * round trips for one query), and a reserved connection that the server ends crashes or hangs its user, since nothing
 * says so. A client with `max: 1` pipelines in order and reports its end through `onclose`.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const complete: Required<DatabaseOptions> = {
    acquireTimeoutMs: 5_000,
    transactionTimeoutMs: 20_000,
    prepare: true,
    onStatement: () => undefined,
    ...options,
  };
  const pool = new Pool<Connection>({
    create: () => connect(complete),
    validate: (connection) => !connection.closed,
    destroy: (connection) => disconnect(connection),
    min: 0,
    max: options.poolMax,
    acquireTimeoutMillis: complete.acquireTimeoutMs,
    createTimeoutMillis: complete.acquireTimeoutMs,
    idleTimeoutMillis: 60_000,
    propagateCreateError: true,
    log: () => undefined,
  });
  return { options: complete, pool, close: async () => void (await pool.destroy()) };
}

/** Takes a connection from the pool. Throws DatabaseUnavailableError if none comes free in time. */
export async function acquire(database: Database): Promise<Connection> {
  try {
    return await database.pool.acquire().promise;
  } catch (error) {
    throw new DatabaseUnavailableError("no database connection", { cause: error });
  }
}

/** Gives a connection back; one that has ended is thrown away. */
export function release(database: Database, connection: Connection): void {
  if (connection.closed) disconnect(connection);
  database.pool.release(connection);
}

/** Ends a connection at once, whatever it is doing; statements under way are rejected. */
export function disconnect(connection: Connection): Promise<void> {
  connection.closed = true;
  return connection.sql.end({ timeout: 0 }).catch(() => undefined);
}

async function connect({ url, prepare }: Required<DatabaseOptions>): Promise<Connection> {
  const sql = postgres(url, {
    max: 1,
    prepare,
    fetch_types: false,
    connect_timeout: 5,
    idle_timeout: 0,
    max_lifetime: null,
    onnotice: () => undefined,
    onclose: () => {
      connection.closed = true;
      const error = new DatabaseUnavailableError("the database connection ended");
      for (const listener of connection.endListeners) listener(error);
    },
    // Drizzle turns JSON columns into text itself; doing it twice would store a string.
    types: { json: { to: 3802, from: [114, 3802], serialize: (value: unknown) => value, parse: JSON.parse } },
  });
  const connection: Connection = { sql, closed: false, endListeners: new Set() };
  try {
    await sql`select 1`;
  } catch (error) {
    await disconnect(connection);
    throw error;
  }
  return connection;
}

/** `promise`, or a rejection with DatabaseUnavailableError if the connection ends first. */
export function unlessEnded<T>(connection: Connection, promise: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    connection.endListeners.add(reject);
    promise.then(resolve, reject).finally(() => connection.endListeners.delete(reject));
  });
}
