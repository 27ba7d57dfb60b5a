import { drizzle, type PgRemoteDatabase } from "drizzle-orm/pg-proxy";
import { acquire, type Connection, type Database, disconnect, release, unlessEnded } from "./client";
import { DatabaseUnavailableError, isRetryable, translateError } from "./errors";

declare const brand: unique symbol;

/** A tenant's id that came from a session, a key, a public address or a job, never from a request's input. */
export type TenantId = string & { readonly [brand]: "TenantId" };

/** On whose behalf a transaction runs. Build it through `TenantContext` of the server, not by hand. */
export interface TenantScope {
  readonly tenantId: TenantId;
  /** The user behind the actor; null for visitors of public pages. */
  readonly userId: string | null;
  /** `public`: row security hides whatever is not published. */
  readonly audience: "staff" | "public";
  /** Where the scope was remembered and is still to be proven. */
  readonly entry?: Entry | undefined;
}

/**
 * Enters the tenant by a credential instead of by the tenant's id: the credential is looked up in the very transaction
 * that it is used for, so that this costs no round trip of its own and still counts what holds right now.
 */
export interface Entry {
  /** A function that sets the tenant by itself and answers what the credential stands for. */
  readonly statement: string;
  readonly params: string[];
  /** True from the first answer on that was as expected; later transactions of the request need none. */
  readonly proven: boolean;
  /** Told of the answer. Throws if the credential no longer stands for the scope; then nothing of the transaction counts. */
  check(rows: Record<string, unknown>[]): void;
}

/** A transaction of one tenant. Repositories take nothing else, so a query outside a tenant doesn't compile. */
export type TenantTx = PgRemoteDatabase & { readonly [brand]: "TenantTx" };

export interface TransactionOptions {
  /** Read-only transactions answer as soon as the last query has: nobody waits for their COMMIT. */
  readOnly?: boolean;
}

const attemptsMax = 3;

const setScope =
  "select set_config('app.tenant_id', $1, true), set_config('app.user_id', $2, true), set_config('app.audience', $3, true)";

/**
 * Runs `work` in a transaction of one tenant and commits it.
 *
 * Round trips: BEGIN and the tenant's settings travel together with the first query, so a read costs as many round
 * trips as it awaits queries, and a write one more, for COMMIT. After a serialization failure or a deadlock the whole
 * of `work` runs again, up to three times; it must therefore do nothing but database work.
 *
 * Throws what `work` throws; ConstraintError; DatabaseUnavailableError.
 */
export async function runInTenant<T>(
  database: Database,
  scope: TenantScope,
  work: (tx: TenantTx) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(database, scope, work, options);
    } catch (error) {
      if (attempt < attemptsMax && isRetryable(error)) continue;
      throw translateError(error);
    }
  }
}

async function runOnce<T>(
  database: Database,
  scope: TenantScope,
  work: (tx: TenantTx) => Promise<T>,
  { readOnly = false }: TransactionOptions,
): Promise<T> {
  const connection = await acquire(database);
  const lease = new Lease(connection, database);
  try {
    const opened = lease.open(scope, readOnly);
    // Awaited first also if the work fails: it went out before the first query, and without it no answer counts.
    const result = await lease.bounded(work(lease.tx).finally(() => opened));
    if (readOnly) lease.commitLater();
    else await lease.bounded(lease.commit());
    return result;
  } catch (error) {
    await lease.rollback();
    throw error;
  }
}

/** A connection for the length of one transaction. Whoever keeps the transaction for longer gets an error, not data. */
class Lease {
  readonly tx: TenantTx;
  #over = false;
  readonly #deadline: NodeJS.Timeout;

  constructor(
    private readonly connection: Connection,
    private readonly database: Database,
  ) {
    const { transactionTimeoutMs } = database.options;
    this.#deadline = setTimeout(() => {
      const error = new DatabaseUnavailableError(
        `the transaction took longer than ${transactionTimeoutMs} ms`,
      );
      for (const listener of connection.endListeners) listener(error);
      void disconnect(connection);
    }, transactionTimeoutMs);
    this.tx = drizzle((statement, params, method) =>
      this.#query(statement, params, method),
    ) as unknown as TenantTx;
  }

  /** Sends BEGIN and the settings without waiting; the first query follows on their heels. */
  open({ tenantId, userId, audience, entry }: TenantScope, readOnly: boolean): Promise<unknown> {
    const { sql } = this.connection;
    this.#count(readOnly ? "begin read only" : "begin");
    const begin = sql.unsafe(readOnly ? "begin read only" : "begin").execute();
    const [statement, params] =
      entry && !entry.proven
        ? [entry.statement, entry.params]
        : [setScope, [tenantId, userId ?? "", audience]];
    const settings = sql.unsafe(statement, params, { prepare: true }).execute();
    const opened = Promise.all([begin, settings]).then(([, rows]) => {
      if (statement === entry?.statement) entry.check([...rows]);
    });
    opened.catch(() => undefined); // whoever awaits it reports it
    return opened;
  }

  async commit(): Promise<void> {
    this.#over = true;
    const result = await this.connection.sql.unsafe("commit");
    // After a failed statement whose error was swallowed, COMMIT "succeeds" as a ROLLBACK.
    if (result.command !== "COMMIT")
      throw new Error("the transaction was rolled back: a statement in it had failed");
    this.#end();
  }

  /** For read-only work: the answer doesn't depend on it, so nobody waits for it. */
  commitLater(): void {
    this.#over = true;
    this.connection.sql
      .unsafe("commit")
      .then(
        () => undefined,
        () => disconnect(this.connection),
      )
      .finally(() => this.#end());
  }

  async rollback(): Promise<void> {
    this.#over = true;
    if (!this.connection.closed) {
      const done = this.connection.sql.unsafe("rollback");
      await this.bounded(done).catch(() => disconnect(this.connection));
    }
    this.#end();
  }

  /** `promise`, or DatabaseUnavailableError when the connection ends or the transaction takes too long. */
  bounded<T>(promise: Promise<T>): Promise<T> {
    return unlessEnded(this.connection, promise);
  }

  #end(): void {
    clearTimeout(this.#deadline);
    release(this.database, this.connection);
  }

  async #query(statement: string, params: unknown[], method: string): Promise<{ rows: unknown[] }> {
    if (this.#over) throw new Error("a query was sent after its transaction had ended");
    if (this.connection.closed) throw new DatabaseUnavailableError("the database connection ended");
    this.#count(statement);
    // Prepared: an unprepared statement with parameters costs a round trip more, for their types.
    const query = this.connection.sql.unsafe(statement, params as never[], { prepare: true });
    return { rows: method === "all" ? await query.values() : await query };
  }

  #count(statement: string): void {
    this.database.options.onStatement(statement);
  }
}
