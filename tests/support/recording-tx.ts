import { Asking } from "@/db/asking";
import type { Result, Statement } from "@/db/batch";
import { openDatabase } from "@/db/client";
import type { TenantTx } from "@/db/tenant";
import type { TestTenant } from "./factories";

/** Runs `work` on a transaction that sends nothing and finds nothing, and returns what it would have sent. */
export async function recorded(
  tenant: TestTenant,
  work: (tx: TenantTx) => Promise<unknown>,
): Promise<Statement[]> {
  const recording = new Recording(tenant);
  await work(recording.tx);
  return recording.statements;
}

class Recording extends Asking {
  readonly statements: Statement[] = [];

  constructor({ admin }: TestTenant) {
    super(openDatabase({ url: "postgres://nobody@localhost/none", poolMax: 1 }), admin.context);
  }

  protected async send(statements: Statement[]): Promise<Result[]> {
    this.statements.push(...statements);
    return statements.map(() => ({ command: "", columns: [], rows: [] }));
  }
}
