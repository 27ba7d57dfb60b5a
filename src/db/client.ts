import { connect, type Socket } from "node:net";
import type { SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres, { type Sql } from "postgres";
import { DatabaseUnavailableError } from "./errors";
import type { Queries } from "./statement";
import { encode, parseTimestamp, timestampType } from "./values";

/** What was sent, for tests that count statements and round trips. `waited`: an answer came since the statement before. */
export type SendListener = (sent: { text: string; params: readonly unknown[]; waited: boolean }) => void;

export interface ClientOptions {
  /** Connection string of the program's role. */
  url: string;
  connectTimeoutMs: number;
  /** Whether statements are prepared under a name. */
  prepare: boolean;
  onSend(): SendListener | undefined;
}

export type Send = Client["send"];

/** Statements that one connection keeps ready. The driver forgets none, so a connection with as many is replaced by another. */
const statementsMax = 1_000;
const paramsMax = 65_000;

/**
 * One connection: a postgres.js client that connects once, when it is first used, and never again. By itself it would
 * connect anew after a failure and run the rest of a transaction outside of it.
 */
export class Client {
  readonly sql: Sql;
  /** Drizzle on this connection, outside of any transaction. */
  readonly queries: Queries;
  sentCount = 0;
  idleSince = 0;
  #closed = false;
  #socket: Socket | undefined;
  #waited = true;
  #fail: ((error: Error) => void) | undefined;
  readonly #texts = new Set<string>();

  constructor(private readonly options: ClientOptions) {
    // The driver takes sockets from its user, which its types don't say.
    const ownSocket: object = { socket: (to: Target) => this.#open(to) };
    this.sql = postgres(options.url, {
      max: 1,
      prepare: options.prepare,
      ssl: tlsOf(options.url),
      fetch_types: false,
      connect_timeout: options.connectTimeoutMs / 1000,
      idle_timeout: null as never,
      max_lifetime: null,
      onnotice: () => undefined,
      onclose: () => this.destroy(),
      ...ownSocket,
    });
    const { parsers, serializers } = this.sql.options;
    parsers[timestampType] = parseTimestamp;
    // All parameters are text by then: see `encode`.
    for (const type of Object.keys(serializers)) serializers[Number(type)] = (text) => text;
    this.queries = queriesBy(this.send);
  }

  get isOpen(): boolean {
    return !this.#closed;
  }

  /** False once the connection has ended, or has had so many statements that another should take its place. */
  get isReusable(): boolean {
    return !this.#closed && this.#texts.size < statementsMax;
  }

  /**
   * Sends a statement now, behind those that were sent before and without waiting for them. Throws before anything is sent:
   * DatabaseUnavailableError if the connection has ended, TypeError for a parameter that has no form as text.
   */
  readonly send = (text: string, params: readonly unknown[] = []) => {
    if (this.#closed) throw new DatabaseUnavailableError("the database connection ended");
    if (params.length > paramsMax) throw new TypeError("a statement has too many parameters");
    const values = params.map(encode);
    this.sentCount++;
    const query = unlessRetried(
      this.sql.unsafe(text, values, { prepare: this.#keeps(text, params) }),
    ).execute();
    const listener = this.options.onSend();
    if (listener) this.#tell(listener, { text, params: values }, query);
    return query;
  };

  /** What `work` gives, or a rejection as soon as the connection ends. */
  async unlessEnded<T>(work: Promise<T>): Promise<T> {
    const ended = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    try {
      return await Promise.race([work, ended]);
    } finally {
      this.#fail = undefined;
    }
  }

  /** Ends it at once, whatever it is doing; whoever waits for it is told `error`. */
  destroy(error: Error = new DatabaseUnavailableError("the database connection ended")): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#fail?.(error);
    this.#socket?.destroy();
    // Refuses what still waits to be sent.
    void this.sql.end({ timeout: 0 });
  }

  /** Says goodbye to the server. For a connection that nobody uses. */
  async end(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.sql.end({ timeout: 1 });
  }

  #open({ host: [host = ""], port: [port = 0], path }: Target): Socket {
    if (this.#socket) {
      this.destroy();
      throw new DatabaseUnavailableError("the database connection ended");
    }
    const socket = path ? connect(path) : connect(port, host);
    this.#socket = socket;
    // By which name the server's certificate is checked.
    return Object.assign(socket, { host });
  }

  /** What has no parameters goes by the simple protocol, which prepares nothing. */
  #keeps(text: string, { length }: readonly unknown[]): boolean {
    if (!this.options.prepare || length === 0) return false;
    if (this.#texts.size < statementsMax) this.#texts.add(text);
    return this.#texts.has(text);
  }

  #tell(
    listener: SendListener,
    sent: { text: string; params: readonly unknown[] },
    query: Promise<unknown>,
  ): void {
    listener({ ...sent, waited: this.#waited });
    this.#waited = false;
    const answered = () => {
      this.#waited = true;
    };
    query.then(answered, answered);
  }
}

/** A server that is asked for over TLS must show whose it is; the driver takes `sslmode=require` for less. */
export function tlsOf(url: string): false | "verify-full" | { rejectUnauthorized: false } {
  const mode = new URL(url).searchParams.get("sslmode") ?? "disable";
  if (mode === "disable") return false;
  return mode === "no-verify" ? { rejectUnauthorized: false } : "verify-full";
}

interface Target {
  host: string[];
  port: number[];
  path: string | false | undefined;
}

/** Drizzle that sends by `send`, whose answers are those of postgres.js. */
export function queriesBy(send: (text: string, params: readonly unknown[]) => unknown): Queries {
  // All that Drizzle uses of a client; it sets options of its own, which the real client doesn't need.
  const client = { unsafe: send, options: { parsers: {}, serializers: {} } };
  const queries = drizzle(client as unknown as Sql);
  const build = queries.execute.bind(queries);
  return Object.assign(queries, {
    execute: <Row extends Record<string, unknown>>(query: SQL) => build<Row>(query).execute(),
  });
}

/** The driver would send a stale statement again by itself, behind whatever was sent meanwhile: outside of its transaction. */
function unlessRetried<Q extends object>(query: Q): Q {
  return Object.defineProperty(query, "retried", refusal);
}

/** One for all queries, which then have one shape. */
const refusal: PropertyDescriptor & ThisType<{ cancelled: unknown; reject(error: unknown): void }> = {
  get: () => undefined,
  set(error: unknown) {
    this.cancelled = true; // so that `execute` leaves it
    this.reject(error);
  },
};
