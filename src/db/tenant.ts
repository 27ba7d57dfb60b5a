import type { Queries, Statement, Values } from "./statement";

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
  /** The open transaction, inside of one: what is given this scope joins it. */
  readonly tx?: TenantTx | undefined;
}

/** A transaction of one tenant. Repositories take nothing else, so a query outside a tenant doesn't compile. */
export type TenantTx = Queries & TransactionMethods & { readonly [brand]: "TenantTx" };

export type Steps = readonly (() => unknown)[];
export type Answers<S extends Steps> = { -readonly [I in keyof S]: Awaited<ReturnType<S[I]>> };

export interface TransactionMethods {
  /** Runs a prepared statement; it is sent when this is called, without waiting for those before it. */
  run<Answer>(statement: Statement<Answer>, values: Values): Promise<Answer>;
  /** Sends a change whose answer nobody needs, and doesn't wait for it. If it fails, COMMIT does. */
  enqueue(statement: Statement<unknown>, values: Values): void;
  /**
   * Calls the steps one after the other, and waits for all of them once: their statements reach Postgres in this order, in
   * one round trip. A step sends its statements when it is called, by `run` or `execute()`; one that sends none is an error.
   */
  inOrder<const S extends Steps>(steps: S): Promise<Answers<S>>;
  /** Does something once the change is committed. It must not fail: nothing could be undone any more. */
  afterCommit(step: () => unknown): void;
  /** Throws if the transaction has ended, or is another tenant's. */
  assertOpenFor(tenantId: TenantId): void;
}
