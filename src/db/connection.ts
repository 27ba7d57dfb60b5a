import { Client } from "pg";
import { Batch, Prepared, type Result, type Statement } from "./batch";
import { DatabaseUnavailableError, isStalePlan } from "./errors";

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
  /** Told of what goes out together, for tests that count statements and round trips. */
  onSend?: (statements: readonly Statement[]) => void;
}

const connectTimeoutMs = 5_000;

/** Opens a connection. Throws the driver's error if there is none in time, or the server refuses it. */
export async function connect(options: Required<DatabaseOptions>): Promise<Connection> {
  const client = new Client({
    connectionString: options.url,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  });
  const connection = new Connection(client, options);
  await client.connect();
  return connection;
}

/** One connection. Batches run one after the other. */
export class Connection {
  /**
   * Called once when the connection ends, so that nobody waits for an answer that can't come. A set and not a promise:
   * what waits for a promise that lives as long as the connection is kept as long, with all that it holds.
   */
  readonly endListeners = new Set<(error: Error) => void>();
  #closed = false;
  readonly #prepared: Prepared;

  constructor(
    private readonly client: Client,
    private readonly options: Required<DatabaseOptions>,
  ) {
    this.#prepared = new Prepared(options.prepare);
    for (const event of ["error", "end"] as const) client.on(event, () => this.#ended());
  }

  /** True once the server or the network has ended it; then it must not be used again. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Sends statements together and answers each. Throws what the first of them fails with. */
  async send(statements: readonly Statement[]): Promise<Result[]> {
    if (this.#closed) throw new DatabaseUnavailableError("the database connection ended");
    this.options.onSend(statements);
    try {
      return await this.client.query(new Batch(statements, this.#prepared)).results;
    } catch (error) {
      if (isStalePlan(error)) this.#prepared.forgetAll();
      throw error;
    }
  }

  /** The same outside of BEGIN: the statements are a transaction of their own, and either all of them count or none. */
  async sendWhole(statements: readonly Statement[]): Promise<Result[]> {
    try {
      return await this.send(statements);
    } catch (error) {
      if (isStalePlan(error)) return this.send(statements);
      throw error;
    }
  }

  async end(): Promise<void> {
    if (!this.#closed) await this.client.end();
  }

  /** Ends it at once, whatever it is doing; whoever waits for it is told `error`. */
  destroy(error?: Error): void {
    this.#ended(error);
    this.client.connection.stream.destroy();
  }

  #ended(error: Error = new DatabaseUnavailableError("the database connection ended")): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const listener of this.endListeners) listener(error);
  }
}
