import { Pool } from "tarn";
import { type Connection, connect, type DatabaseOptions } from "./connection";
import { DatabaseUnavailableError } from "./errors";
import { Shares } from "./shares";
import type { TenantId } from "./tenant";

export interface Database {
  readonly options: Required<DatabaseOptions>;
  readonly pool: Pool<Connection>;
  readonly shares: Shares<TenantId>;
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
  // The others find something left, unless there is but one.
  const shares = new Shares<TenantId>({ maxEach: Math.ceil(options.poolMax / 2) });
  return { options: complete, pool, shares, close: async () => void (await pool.destroy()) };
}

/**
 * Does `work` with a connection that nobody else has meanwhile, within the share of the tenant if it is one's. Throws
 * DatabaseUnavailableError if none comes free in time, or `work` takes longer than a transaction may.
 */
export async function withConnection<T>(
  database: Database,
  tenantId: TenantId | null,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  if (tenantId !== null) await takeShare(database, tenantId);
  try {
    const connection = await acquire(database);
    const deadline = endAfter(connection, database);
    try {
      return await work(connection);
    } finally {
      clearTimeout(deadline);
      // One that has ended is thrown away there.
      database.pool.release(connection);
    }
  } finally {
    if (tenantId !== null) database.shares.give(tenantId);
  }
}

function takeShare({ shares, options }: Database, tenantId: TenantId): Promise<void> | undefined {
  const refusal = () =>
    new DatabaseUnavailableError("the organisation's share of the connections did not come free");
  return shares.take(tenantId, 1, { timeoutMs: options.acquireTimeoutMs, refusal });
}

async function acquire(database: Database): Promise<Connection> {
  try {
    return await database.pool.acquire().promise;
  } catch (error) {
    throw new DatabaseUnavailableError("no database connection", { cause: error });
  }
}

/** `promise`, or a rejection with DatabaseUnavailableError if the connection ends first. */
export function unlessEnded<T>(connection: Connection, promise: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    connection.endListeners.add(reject);
    promise.then(resolve, reject).finally(() => connection.endListeners.delete(reject));
  });
}

/** Ends a connection on which a transaction takes too long; whoever waits for it gets DatabaseUnavailableError. */
function endAfter(connection: Connection, { options }: Database): NodeJS.Timeout {
  const { transactionTimeoutMs } = options;
  return setTimeout(() => {
    const error = new DatabaseUnavailableError(`the transaction took longer than ${transactionTimeoutMs} ms`);
    connection.destroy(error);
  }, transactionTimeoutMs);
}
