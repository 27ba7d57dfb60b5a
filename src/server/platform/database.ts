import { type Database, openDatabase } from "@/db/client";
import { translateError } from "@/db/errors";
import { runInTenant, type TransactionOptions } from "@/db/run-in-tenant";
import type { TenantScope, TenantTx } from "@/db/tenant";
import { config } from "./config";
import { shared } from "./shared";

/** The database of this process. */
export function database(): Database {
  return shared("database", () => {
    return openDatabase(config().database);
  });
}

/** A transaction that a context is bound to, and what is to be done once it is committed. */
interface Bound {
  tx: TenantTx;
  afterCommit: (() => unknown)[];
}

const bound = new WeakMap<TenantScope, Bound>();

/**
 * Runs `work` in a transaction of the context's tenant and commits it; see `runInTenant` for round trips, retries and
 * errors. `work` may run more than once and must do nothing but database work. With a context that `inOneTransaction`
 * handed out, it joins that transaction.
 */
export async function withTenant<T>(
  context: TenantScope,
  work: (tx: TenantTx) => Promise<T>,
  options?: TransactionOptions,
): Promise<T> {
  const joined = bound.get(context);
  if (!joined) return runInTenant(database(), context, work, options);
  try {
    return await work(joined.tx);
  } catch (error) {
    throw translateError(error);
  }
}

/** The same for work that only reads: it doesn't wait for a COMMIT. */
export function readTenant<T>(context: TenantScope, work: (tx: TenantTx) => Promise<T>): Promise<T> {
  return withTenant(context, work, { readOnly: true });
}

/**
 * Runs `work` with a context whose every `withTenant` is one and the same transaction, and commits it: what services do
 * with that context happens as a whole or not at all. Like any transaction's work it may run more than once.
 */
export async function inOneTransaction<Context extends TenantScope, T>(
  context: Context,
  work: (context: Context, tx: TenantTx) => Promise<T>,
): Promise<T> {
  let afterCommit: Bound["afterCommit"] = [];
  const result = await runInTenant(database(), context, async (tx) => {
    afterCommit = [];
    const inner = Object.freeze({ ...context });
    bound.set(inner, { tx, afterCommit });
    return work(inner, tx);
  });
  for (const step of afterCommit) await step();
  return result;
}

/**
 * Does what must wait for the commit of a change, such as telling others of it. To be called after `withTenant`: that has
 * committed, unless it joined a transaction that is still open. `step` must not fail; nothing could be undone any more.
 */
export async function afterCommit(context: TenantScope, step: () => unknown): Promise<void> {
  const joined = bound.get(context);
  if (joined) joined.afterCommit.push(step);
  else await step();
}
