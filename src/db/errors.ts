/**
 * What the database layer throws, besides programming errors. The layers above map these to their own words and never
 * look at SQLSTATEs themselves.
 */

/** A unique, foreign-key or check constraint was violated; `constraint` is its name in the schema. */
export class ConstraintError extends Error {
  override readonly name = "ConstraintError";
  constructor(
    readonly kind: "unique" | "foreign_key" | "check",
    readonly constraint: string,
    options: ErrorOptions,
  ) {
    super(`${kind} constraint ${constraint} violated`, options);
  }
}

/** An Idempotency-Key is another transaction's right now (`held`), or has its answer (`answered`); nothing was done. */
export class ClaimError extends Error {
  override readonly name = "ClaimError";
  constructor(
    readonly reason: "held" | "answered",
    options: ErrorOptions,
  ) {
    super(`the idempotency key is ${reason}`, options);
  }
}

/** Postgres can't be reached, is shutting down, or took too long: trying again later may help. */
export class DatabaseUnavailableError extends Error {
  override readonly name = "DatabaseUnavailableError";
}

const constraintKinds: Record<string, ConstraintError["kind"]> = {
  "23505": "unique",
  "23503": "foreign_key",
  "23514": "check",
};

/** SQLSTATEs of `app.claim_idempotency_key`. */
const claimReasons: Record<string, ClaimError["reason"]> = { MH001: "held", MH002: "answered" };

/** SQLSTATEs after which the same transaction, run again, may succeed. */
const retryableStates = new Set([
  "40001", // serialization_failure
  "40P01", // deadlock_detected
]);

/** SQLSTATEs (by class or whole) and driver codes that mean "not now" rather than "not like this". */
const unavailableStates = [/^08/, /^53/, /^57P0[1-5]$/, /^57014$/, /^55P03$/, /^25P03$/];
const unavailableDriverCodes = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EPIPE", "ETIMEDOUT"],
  ...["CONNECTION_CLOSED", "CONNECTION_DESTROYED", "CONNECTION_ENDED", "CONNECT_TIMEOUT"],
]);

/** True if running the whole transaction again may succeed. Looks through causes. */
export function isRetryable(error: unknown): boolean {
  const found = findInCauses(error, (code) => (retryableStates.has(code) ? true : undefined));
  return found ?? isStalePlan(error);
}

/** What says that a prepared statement is another since a migration, or isn't known to the server's connection. */
const stalePlans = new Set([
  "0A000 RevalidateCachedQuery",
  "26000 FetchPreparedStatement",
  "42804 transformAssignedExpr",
]);

/** Nothing of such a statement was done, and prepared anew it works. */
function isStalePlan(error: unknown): boolean {
  const found = findInCauses(error, (code, { routine }) =>
    stalePlans.has(`${code} ${String(routine)}`) ? true : undefined,
  );
  return found ?? false;
}

/** True if it only says that a statement before it in the transaction has failed. */
export function isFollowUp(error: unknown): boolean {
  return findInCauses(error, (code) => (code === "25P02" ? true : undefined)) ?? false;
}

/** Turns a driver error (also one wrapped by Drizzle) into one of this module's classes, or returns it as it is. */
export function translateError(error: unknown): unknown {
  const isTranslated = [ConstraintError, ClaimError, DatabaseUnavailableError].some(
    (kind) => error instanceof kind,
  );
  if (isTranslated) return error;
  if (error instanceof Error && error.cause instanceof DatabaseUnavailableError) return error.cause;
  return (
    findInCauses(error, (code, source) => {
      const kind = constraintKinds[code];
      if (kind)
        return new ConstraintError(kind, String(source.constraint_name ?? "unknown"), { cause: error });
      const reason = claimReasons[code];
      if (reason) return new ClaimError(reason, { cause: error });
      if (unavailableDriverCodes.has(code) || unavailableStates.some((state) => state.test(code))) {
        return new DatabaseUnavailableError(`database unavailable (${code})`, { cause: error });
      }
      return undefined;
    }) ?? error
  );
}

type CodedError = { code: string; constraint_name?: unknown; routine?: unknown };

function findInCauses<T>(
  error: unknown,
  visit: (code: string, source: CodedError) => T | undefined,
): T | undefined {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    if ("code" in current && typeof current.code === "string") {
      const found = visit(current.code, current as Error & CodedError);
      if (found !== undefined) return found;
    }
    current = current.cause;
  }
  return undefined;
}
