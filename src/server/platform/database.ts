import { Database } from "@/db/database";
import { translateError } from "@/db/errors";
import type { TenantScope, TenantTx } from "@/db/tenant";
import { runInTenant, type TransactionOptions } from "@/db/transaction";
import { config } from "./config";
import { processSingleton } from "./process-singleton";

/** The database of this process. */
export function database(): Database {
  return processSingleton("database", () => new Database(config().database));
}

/** A context that holds its transaction: what is given it joins that. */
export type InTransaction<Context extends TenantScope> = Context & { readonly tx: TenantTx };

/**
 * Runs `work` in a transaction of the context's tenant and commits it; see `runInTenant` for round trips, retries and
 * errors. `work` may run more than once and must do nothing but database work. It is given the transaction, and a context
 * that holds it, so that what services do with that context happens as a whole or not at all.
 */
export async function withTenant<Context extends TenantScope, T>(
  context: Context,
  work: (tx: TenantTx, inner: InTransaction<Context>) => Promise<T>,
  options?: TransactionOptions,
): Promise<T> {
  const { tx: open } = context;
  if (!open) {
    return runInTenant(database(), context, (tx) => work(tx, Object.freeze({ ...context, tx })), options);
  }
  open.assertOpenFor(context.tenantId);
  try {
    return await work(open, { ...context, tx: open });
  } catch (error) {
    throw translateError(error);
  }
}

/** The same for work that only reads: it doesn't wait for a COMMIT. */
export function readTenant<Context extends TenantScope, T>(
  context: Context,
  work: (tx: TenantTx, inner: InTransaction<Context>) => Promise<T>,
): Promise<T> {
  return withTenant(context, work, { readOnly: true });
}

/**
 * Does what must wait for the commit of a change, such as telling others of it; at once if the context holds no transaction
 * that is open. `step` must not fail: nothing could be undone any more. What must not be left out where nobody knows whether the
 * transaction was committed is registered inside of it.
 */
export async function afterCommit(context: TenantScope, step: () => unknown): Promise<void> {
  if (context.tx) context.tx.afterCommit(step);
  else await step();
}
