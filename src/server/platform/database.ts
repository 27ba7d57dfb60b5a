import { type Database, openDatabase } from "@/db/client";
import { runInTenant, type TenantScope, type TenantTx, type TransactionOptions } from "@/db/tenant";
import { config } from "./config";
import { shared } from "./shared";

/** The database of this process. */
export function database(): Database {
  return shared("database", () => {
    return openDatabase(config().database);
  });
}

/**
 * Runs `work` in a transaction of the context's tenant and commits it; see `runInTenant` for round trips, retries and
 * errors. `work` may run more than once and must do nothing but database work.
 */
export function withTenant<T>(
  context: TenantScope,
  work: (tx: TenantTx) => Promise<T>,
  options?: TransactionOptions,
): Promise<T> {
  return runInTenant(database(), context, work, options);
}

/** The same for work that only reads: it doesn't wait for a COMMIT. */
export function readTenant<T>(context: TenantScope, work: (tx: TenantTx) => Promise<T>): Promise<T> {
  return runInTenant(database(), context, work, { readOnly: true });
}
