import { Pool } from "tarn";
import { type Connection, connect, type DatabaseOptions } from "./connection";
import { DatabaseUnavailableError } from "./errors";

export interface Database {
  readonly options: Required<DatabaseOptions>;
  readonly pool: Pool<Connection>;
  close(): Promise<void>;
}

/**
 * Opens a pool of connections.
 *
 * Why not the driver's own queries and pool: each query ends with a Sync, for which the server writes and we read, and
 * a transaction would wait for each of its own statements. A connection here sends batches; see `Batch`.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const complete: Required<DatabaseOptions> = {
    acquireTimeoutMs: 5_000,
    transactionTimeoutMs: 20_000,
    prepare: true,
    onSend: () => undefined,
    ...options,
  };
  const pool = new Pool<Connection>({
    create: () => connect(complete),
    validate: (connection) => !connection.closed,
    destroy: (connection) => connection.end(),
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
  database.pool.release(connection);
}

/** `promise`, or a rejection with DatabaseUnavailableError if the connection ends first. */
export function unlessEnded<T>(connection: Connection, promise: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    connection.endListeners.add(reject);
    promise.then(resolve, reject).finally(() => connection.endListeners.delete(reject));
  });
}

/** Ends a connection on which a transaction takes too long; whoever waits for it gets DatabaseUnavailableError. */
export function endAfter(connection: Connection, { options }: Database): NodeJS.Timeout {
  const { transactionTimeoutMs } = options;
  return setTimeout(() => {
    const error = new DatabaseUnavailableError(`the transaction took longer than ${transactionTimeoutMs} ms`);
    connection.destroy(error);
  }, transactionTimeoutMs);
}
