import { LRUCache } from "lru-cache";
import { type Connection as PgConnection, type Submittable, types } from "pg";
import { serialize } from "pg-protocol";

/** A statement with its parameters, `$1` the first of them. */
export interface Statement {
  text: string;
  params: readonly unknown[];
}

/** What a statement answered. Rows hold their values in the order of `columns`. */
export interface Result {
  /** The tag of what was done: `SELECT 1`, `COMMIT`. */
  command: string;
  columns: readonly Column[];
  rows: unknown[][];
}

export interface Column {
  readonly name: string;
  /** Turns what the server sent as text into a value. */
  readonly parse: (text: string) => unknown;
}

/** A row by the names of its columns. */
export type Row = Record<string, unknown>;

export function named({ columns, rows }: Result): Row[] {
  return rows.map((values) => {
    const row: Row = {};
    for (let index = 0; index < columns.length; index++) row[columns[index]?.name ?? ""] = values[index];
    return row;
  });
}

/** Lists have one text for each combination of filters; the statement that was sent the longest ago is forgotten first. */
const keptMax = 1_000;

/** What one connection's server keeps ready, by a statement's text. */
export class Prepared {
  /** Names that the server may know and shouldn't any more: forgotten ones, and those after a statement that failed. */
  readonly doubtful: string[] = [];
  readonly known = new LRUCache<string, { name: string; columns: readonly Column[] }>({
    max: keptMax,
    dispose: ({ name }, _text, reason) => {
      if (reason !== "set") this.doubtful.push(name); // else the same is known again
    },
  });
  #names = 0;

  constructor(readonly enabled: boolean) {}

  /** The empty name is that of a statement which the server forgets with the next one. */
  nextName(): string {
    return this.enabled ? `s${++this.#names}` : "";
  }

  forgetAll(): void {
    this.known.clear();
  }
}

const describePortal = serialize.describe({ type: "P", name: "" });
const executePortal = serialize.execute();
const sync = serialize.sync();

/**
 * Statements that go out in one write and come back in one, with a single Sync at the end: outside of BEGIN they are one
 * transaction, which is committed with the last of them; after a failed one the rest is skipped. The driver's own
 * queries end with a Sync each, which costs the server a write and us a read for each of them. See "Pipelining" in the
 * protocol's chapter of PostgreSQL's manual.
 */
export class Batch implements Submittable {
  readonly results: Promise<Result[]>;
  readonly #encoded: (string | Buffer | null)[][];
  readonly #answered: Result[] = [];
  readonly #sent: { text: string; name: string; columns: readonly Column[] | undefined }[] = [];
  #columns: readonly Column[] | undefined;
  #rows: unknown[][] = [];
  #resolve: (results: Result[]) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  /** Throws TypeError for a parameter that has no form as text: nothing is sent then. */
  constructor(
    private readonly statements: readonly Statement[],
    private readonly prepared: Prepared,
  ) {
    this.#encoded = statements.map(({ params }) => params.map(encode));
    this.results = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Called by the driver when it is the batch's turn. */
  submit(connection: PgConnection): void {
    const messages = this.prepared.doubtful.splice(0).map((name) => serialize.close({ type: "S", name }));
    const parsed = new Map<string, string>();
    this.statements.forEach(({ text }, index) => {
      const known = this.prepared.known.get(text);
      const name = known?.name ?? parsed.get(text) ?? this.prepared.nextName();
      if (!known && !parsed.has(text)) messages.push(serialize.parse({ name, text }));
      // The unnamed one is gone with the next.
      if (name !== "") parsed.set(text, name);
      messages.push(serialize.bind({ statement: name, values: this.#encoded[index] ?? [] }));
      if (!known) messages.push(describePortal);
      messages.push(executePortal);
      this.#sent.push({ text, name, columns: known?.columns });
    });
    messages.push(sync);
    // One buffer: handed over in parts, they would be one write as well, but a dearer one than copying them costs.
    connection.stream.write(Buffer.concat(messages));
  }

  // What follows is called by the driver as messages of the server come in.

  handleRowDescription({ fields }: { fields: { name: string; dataTypeID: number }[] }): void {
    this.#columns = fields.map(({ name, dataTypeID }) => ({
      name,
      parse: dataTypeID === types.builtins.TIMESTAMPTZ ? dateOf : types.getTypeParser(dataTypeID, "text"),
    }));
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const columns = this.#columns ?? this.#sent[this.#answered.length]?.columns ?? [];
    this.#rows.push(fields.map((text, index) => (text === null ? null : columns[index]?.parse(text))));
  }

  handleCommandComplete({ text: command }: { text: string }): void {
    const sent = this.#sent[this.#answered.length];
    const columns = this.#columns ?? sent?.columns ?? [];
    if (sent && sent.columns === undefined && sent.name !== "") {
      this.prepared.known.set(sent.text, { name: sent.name, columns });
    }
    this.#answered.push({ command, columns, rows: this.#rows });
    this.#columns = undefined;
    this.#rows = [];
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: "" });
  }

  handleError(error: Error): void {
    for (const { name, columns } of this.#sent.slice(this.#answered.length)) {
      if (columns === undefined && name !== "") this.prepared.doubtful.push(name);
    }
    this.#reject(error);
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#answered);
  }
}

const parseDate = types.getTypeParser(types.builtins.TIMESTAMPTZ, "text");

/** Next replaces the constructor by one that watches who asks for the time, at several times the cost. */
const PlainDate = Date;

/** A list holds dozens of them, and the driver's own way costs several times as much as this for the usual ones. */
function dateOf(text: string): unknown {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/.test(text)) return parseDate(text);
  return new PlainDate(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
}

/** A parameter as the text that the server reads. Throws TypeError for what has none. */
function encode(value: unknown): string | Buffer | null {
  if (value === null) return null;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return `${value}`;
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return value;
  throw new TypeError(`a parameter can't be ${value === undefined ? "undefined" : typeof value}`);
}
