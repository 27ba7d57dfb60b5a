import type { PgRemoteDatabase } from "drizzle-orm/pg-proxy";
import type { Prepared, Values } from "./prepared";

declare const brand: unique symbol;

/** A tenant's id that came from a session, a key, a public address or a job, never from a request's input. */
export type TenantId = string & { readonly [brand]: "TenantId" };

/** On whose behalf a transaction runs. Build it through `TenantContext` of the server, not by hand. */
export interface TenantScope {
  readonly tenantId: TenantId;
  /** The user behind the actor; null for visitors of public pages. */
  readonly userId: string | null;
  /** `public`: row security hides whatever is not published. */
  readonly audience: "staff" | "public";
}

/** A transaction of one tenant. Repositories take nothing else, so a query outside a tenant doesn't compile. */
export type TenantTx = PgRemoteDatabase & PreparedRunner & { readonly [brand]: "TenantTx" };

interface PreparedRunner {
  /**
   * Runs a statement that was built beforehand. Statements that are asked at once go out in one write: those of `run` and
   * `runLater` in the order of the calls, others at some place among them.
   */
  run<Row>(statement: Prepared<Row>, values: Values): Promise<Row[]>;
  /**
   * Sends a change along with whatever comes next, at the latest with COMMIT, so that it costs no round trip of its own.
   * Nobody learns its answer; if it fails, so does the transaction.
   */
  runLater(statement: Prepared<unknown>, values: Values): void;
}
