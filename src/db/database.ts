import { KeyedSemaphore } from "../lib/keyed-semaphore";
import { Client, type SendListener } from "./client";
import { DatabaseUnavailableError } from "./errors";
import type { TenantId } from "./tenant";

export interface DatabaseOptions {
  /** Connection string of the program's role. */
  url: string;
  /** Connections at most. */
  poolMax: number;
  /** How long a request waits for a free connection, and that for the server, before it fails as unavailable, in milliseconds. */
  acquireTimeoutMs?: number;
  /** How long one transaction may take in all before its connection is thrown away, in milliseconds. */
  transactionTimeoutMs?: number;
  /**
   * Whether statements are prepared under a name, which saves a round trip each. A pooler in transaction mode must
   * support it (PgBouncer from 1.21 on, with `max_prepared_statements`).
   */
  prepare?: boolean;
}

const idleTimeoutMs = 60_000;

/** A pool of connections, each lent to one transaction at a time. */
export class Database {
  /** Told of all that is sent; for tests. */
  onSend: SendListener | undefined;
  readonly #options: Required<DatabaseOptions>;
  /** Connections that transactions have at the moment. */
  lentCount = 0;
  /** The one used last is the last. */
  readonly #idle: Client[] = [];
  readonly #places: KeyedSemaphore<TenantId | symbol>;
  readonly #sweep: NodeJS.Timeout;
  #isClosed = false;

  constructor(options: DatabaseOptions) {
    this.#options = { acquireTimeoutMs: 5_000, transactionTimeoutMs: 20_000, prepare: true, ...options };
    const { poolMax: max } = options;
    // The other tenants find something left, unless there is but one.
    this.#places = new KeyedSemaphore({ max, maxEach: Math.ceil(max / 2) });
    this.#sweep = setInterval(() => this.#endIdle(Date.now() - idleTimeoutMs), idleTimeoutMs / 2).unref();
  }

  /**
   * Does `work` with a connection that nobody else has meanwhile, within the tenant's share of them if it is one's. All that
   * it sends must be answered when it ends. Throws DatabaseUnavailableError if no connection comes free in time, `work` takes
   * longer than a transaction may, or the connection ends.
   */
  async use<T>(tenantId: TenantId | null, work: (client: Client) => Promise<T>): Promise<T> {
    const key = tenantId ?? Symbol("no tenant");
    const refusal = () => new DatabaseUnavailableError("no database connection came free");
    if (this.#isClosed) throw refusal();
    await this.#places.acquire(key, 1, { timeoutMs: this.#options.acquireTimeoutMs, refusal });
    this.lentCount++;
    const client = this.#take();
    const deadline = setTimeout(() => this.#giveUp(client), this.#options.transactionTimeoutMs);
    try {
      return await client.unlessEnded(work(client));
    } finally {
      clearTimeout(deadline);
      this.lentCount--;
      this.#return(client);
      this.#places.release(key);
    }
  }

  /** Waits for what is under way, and ends all connections. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#sweep);
    const { transactionTimeoutMs: timeoutMs, poolMax } = this.#options;
    const refusal = () => new DatabaseUnavailableError("transactions did not end");
    await this.#places.acquire(Symbol("closing"), poolMax, { timeoutMs, refusal });
    await Promise.all(this.#idle.splice(0).map((client) => client.end()));
  }

  #take(): Client {
    for (let client = this.#idle.pop(); client; client = this.#idle.pop()) {
      if (client.isReusable) return client;
    }
    const { url, prepare, acquireTimeoutMs: connectTimeoutMs } = this.#options;
    return new Client({ url, prepare, connectTimeoutMs, onSend: () => this.onSend });
  }

  #return(client: Client): void {
    if (!client.isReusable) return void client.end();
    client.idleSince = Date.now();
    this.#idle.push(client);
  }

  /** A server that leaves one connection without an answer may have forgotten all of them. */
  #giveUp(client: Client): void {
    const { transactionTimeoutMs } = this.#options;
    client.destroy(
      new DatabaseUnavailableError(`the transaction took longer than ${transactionTimeoutMs} ms`),
    );
    this.#endIdle(Number.POSITIVE_INFINITY);
  }

  #endIdle(before: number): void {
    while ((this.#idle[0]?.idleSince ?? Number.POSITIVE_INFINITY) < before) void this.#idle.shift()?.end();
  }
}
