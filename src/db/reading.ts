import { Asking, scopeStatement } from "./asking";
import type { Result, Statement } from "./batch";
import { acquire, endAfter, release, unlessEnded } from "./client";
import type { TenantTx } from "./tenant";

/**
 * Reads of one tenant. What is asked at once is one read-only transaction that ends with its last answer, and goes out
 * and comes back as one: no BEGIN, no COMMIT, and the connection is free for others in between. Each sees what is
 * committed by then, as each statement of an ordinary transaction does.
 */
export class Reading extends Asking {
  async run<T>(work: (tx: TenantTx) => Promise<T>): Promise<T> {
    try {
      const result = await work(this.tx);
      // Whoever asked nothing wants at least to know whether the credential still stands.
      if (this.scope.entry && !this.scope.entry.proven) await this.send([]);
      return result;
    } finally {
      this.over = true;
    }
  }

  protected override askLater(): void {
    throw new Error("a read can't change anything");
  }

  protected async send(statements: Statement[]): Promise<Result[]> {
    const connection = await acquire(this.database);
    const deadline = endAfter(connection, this.database);
    try {
      const scope = scopeStatement(this.scope, true);
      const [entered, ...results] = await unlessEnded(
        connection,
        connection.sendWhole([scope, ...statements]),
      );
      this.checkEntry(entered);
      return results;
    } finally {
      clearTimeout(deadline);
      release(this.database, connection);
    }
  }
}
