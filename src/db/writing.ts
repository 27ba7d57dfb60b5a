import { Asking, scopeStatement } from "./asking";
import type { Result, Statement } from "./batch";
import { unlessEnded, withConnection } from "./client";
import type { Connection } from "./connection";
import { DatabaseUnavailableError } from "./errors";
import type { TenantTx } from "./tenant";

const begin: Statement = { text: "begin", params: [] };
const commit: Statement = { text: "commit", params: [] };
const rollback: Statement = { text: "rollback", params: [] };

/** A transaction of one tenant that may change things: it has a connection of its own from its first statement to COMMIT. */
export class Writing extends Asking {
  #connection: Connection | undefined;
  #begun = false;

  run<T>(work: (tx: TenantTx) => Promise<T>): Promise<T> {
    return withConnection(this.database, this.scope.tenantId, (connection) => this.#runOn(connection, work));
  }

  async #runOn<T>(connection: Connection, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    this.#connection = connection;
    try {
      const result = await unlessEnded(connection, work(this.tx));
      this.over = true;
      await this.#commit(connection);
      return result;
    } catch (error) {
      this.over = true;
      await this.#rollback(connection);
      throw error;
    }
  }

  protected async send(statements: Statement[]): Promise<Result[]> {
    const connection = this.#connection;
    if (!connection || connection.closed) throw new DatabaseUnavailableError("the database connection ended");
    if (this.#begun) return connection.send(statements);
    this.#begun = true;
    const scope = scopeStatement(this.scope, false);
    const [, , ...results] = await connection.send([begin, scope, ...statements]);
    return results;
  }

  async #commit(connection: Connection): Promise<void> {
    const rest = this.takeRest();
    if (!this.#begun && rest.length === 0) return;
    const result = (await unlessEnded(connection, this.send([...rest, commit]))).at(-1);
    // After a failed statement whose error was swallowed, COMMIT "succeeds" as a ROLLBACK.
    if (result?.command !== "COMMIT")
      throw new Error("the transaction was rolled back: a statement in it had failed");
    this.#begun = false;
  }

  async #rollback(connection: Connection): Promise<void> {
    if (!this.#begun || connection.closed) return;
    await unlessEnded(connection, connection.send([rollback])).catch(() => connection.destroy());
  }
}
