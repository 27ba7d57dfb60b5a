import { drizzle } from "drizzle-orm/pg-proxy";
import { named, type Result, type Statement } from "./batch";
import type { Database } from "./client";
import type { TenantScope, TenantTx } from "./tenant";

interface Asked {
  statement: Statement;
  answer(result: Result): void;
  fail(error: unknown): void;
}

/**
 * What reading and writing have in common: statements that are sent before anybody waits for an answer go out together.
 * Whoever keeps a transaction for longer than it lasts gets an error, not data.
 */
export abstract class Asking {
  readonly tx: TenantTx;
  protected over = false;
  #asked: Asked[] = [];
  #sending = false;

  constructor(
    protected readonly database: Database,
    protected readonly scope: TenantScope,
  ) {
    const queries = drizzle(async (text, params, method) => {
      const result = await this.#ask({ text, params });
      return { rows: method === "all" ? result.rows : named(result) };
    });
    const prepared: Pick<TenantTx, "run" | "runLater"> = {
      run: async (statement, values) =>
        statement.read(await this.#ask({ text: statement.text, params: statement.fill(values) })),
      runLater: (statement, values) =>
        this.askLater({ text: statement.text, params: statement.fill(values) }),
    };
    this.tx = Object.assign(queries, prepared) as unknown as TenantTx;
  }

  /** Sends statements together and answers each. */
  protected abstract send(statements: Statement[]): Promise<Result[]>;

  #ask(statement: Statement): Promise<Result> {
    this.#assertOpen();
    return new Promise((answer, fail) => {
      this.#asked.push({ statement, answer, fail });
      if (this.#sending) return;
      this.#sending = true;
      // Comes after all promises that are settled by now, and so after all that is asked at once.
      process.nextTick(() => void this.#sendAll());
    });
  }

  /** Takes a statement that goes out with the next ones, in the order in which they come. */
  protected askLater(statement: Statement): void {
    this.#assertOpen();
    this.#asked.push({ statement, answer: nobody, fail: nobody });
  }

  /** What was asked to go out later and hasn't yet. */
  protected takeRest(): Statement[] {
    return this.#asked.splice(0).map(({ statement }) => statement);
  }

  #assertOpen(): void {
    if (this.over) throw new Error("a query was sent after its transaction had ended");
  }

  async #sendAll(): Promise<void> {
    while (this.#asked.length > 0) {
      const asked = this.#asked;
      this.#asked = [];
      try {
        // The work has ended without waiting for these; the connection may be another's by now.
        this.#assertOpen();
        const results = await this.send(asked.map(({ statement }) => statement));
        asked.forEach(({ answer, fail }, index) => {
          const result = results[index];
          if (result) answer(result);
          else fail(new Error("a statement was not answered"));
        });
      } catch (error) {
        for (const { fail } of asked) fail(error);
      }
    }
    this.#sending = false;
  }
}

function nobody(): void {}

/** Sets the tenant for the transaction. */
export function scopeStatement({ tenantId, userId, audience }: TenantScope, readOnly: boolean): Statement {
  return { text: readOnly ? setScopeReadOnly : setScope, params: [tenantId, userId ?? "", audience] };
}

const setScope =
  "select set_config('app.tenant_id', $1, true), set_config('app.user_id', $2, true), set_config('app.audience', $3, true)";
const setScopeReadOnly = `${setScope}, set_config('transaction_read_only', 'on', true)`;
