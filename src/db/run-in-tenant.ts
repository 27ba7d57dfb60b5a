import type { Database } from "./client";
import { isRetryable, translateError } from "./errors";
import { Reading } from "./reading";
import type { TenantScope, TenantTx } from "./tenant";
import { Writing } from "./writing";

export interface TransactionOptions {
  /** Nothing may be changed; what is asked at once is a transaction of its own, and nobody waits for a COMMIT. */
  readOnly?: boolean;
}

const attemptsMax = 3;

/**
 * Runs `work` in a transaction of one tenant and commits it.
 *
 * Round trips: the tenant's settings travel with what is asked first, and whatever is asked at once goes out together. So
 * a read costs as many round trips as it awaits answers, and a write one more, for COMMIT. After a serialization failure
 * or a deadlock the whole of `work` runs again, up to three times; it must therefore do nothing but database work.
 *
 * Throws what `work` throws; ConstraintError; DatabaseUnavailableError.
 */
export async function runInTenant<T>(
  database: Database,
  scope: TenantScope,
  work: (tx: TenantTx) => Promise<T>,
  { readOnly = false }: TransactionOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await (readOnly ? new Reading(database, scope) : new Writing(database, scope)).run(work);
    } catch (error) {
      if (attempt < attemptsMax && isRetryable(error)) continue;
      throw translateError(error);
    }
  }
}
