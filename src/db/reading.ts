import { Asking, scopeStatement } from "./asking";
import type { Result, Statement } from "./batch";
import { unlessEnded, withConnection } from "./client";
import type { TenantTx } from "./tenant";

/**
 * Reads of one tenant. What is asked at once is one read-only transaction that ends with its last answer, and goes out
 * and comes back as one: no BEGIN, no COMMIT, and the connection is free for others in between. Each sees what is
 * committed by then, as each statement of an ordinary transaction does.
 */
export class Reading extends Asking {
  async run<T>(work: (tx: TenantTx) => Promise<T>): Promise<T> {
    try {
      return await work(this.tx);
    } finally {
      this.over = true;
    }
  }

  protected override askLater(): void {
    throw new Error("a read can't change anything");
  }

  protected async send(statements: Statement[]): Promise<Result[]> {
    return withConnection(this.database, this.scope.tenantId, async (connection) => {
      const scope = scopeStatement(this.scope, true);
      const sent = connection.sendWhole([scope, ...statements]);
      const [, ...results] = await unlessEnded(connection, sent);
      return results;
    });
  }
}
