import { sql } from "drizzle-orm";
import type { Database } from "../client";
import type { TenantTx } from "../tenant";
import { call } from "./gateway-call";

/** What is written of a change of an account, into the audit log of each organisation that the account opens. */
export interface AccountNote {
  /** A UUIDv7, the same in all of them. */
  id: string;
  /** Such as `account.password_changed`. */
  type: string;
  requestId: string;
  address: string | null;
  /** The organisation that it was done in: its audit log alone learns the address. Null: done in none. */
  tenantId: string | null;
}

/** For a change that happens in a tenant's transaction. */
export async function insertNote(tx: TenantTx, userId: string, note: AccountNote): Promise<void> {
  const { id, type, requestId, address, tenantId } = note;
  await tx.execute(
    sql`select app.account_note(${userId}, ${id}, ${type}, ${requestId}, ${address}, ${tenantId})`,
  );
}

/** A function of the gateway that changes an account, as parts of a statement. */
export interface NotedChange {
  /** The call, with its parameters from $1 on. */
  change: string;
  params: unknown[];
  /** Whether `d.done`, which is what the call returned, means that something was changed. */
  changed: string;
  /** Whose account it is: a parameter, or what the call returned. */
  user: string;
}

/**
 * Calls it, and notes it in the same statement: there is no change without its note, nor the reverse. Postgres runs the
 * call once, since it never merges a sub-select that changes something into what is around it.
 */
export async function callNoting<Done>(
  database: Database,
  { change, params, changed, user }: NotedChange,
  { id, type, requestId, address, tenantId }: AccountNote,
): Promise<Done | null | undefined> {
  const next = (offset: number) => `$${params.length + offset}`;
  const note = `app.account_note(${user}, ${next(1)}, ${next(2)}, ${next(3)}, ${next(4)}, ${next(5)})`;
  const statement = `select d.done, case when ${changed} then ${note} end from (select ${change} as done) d`;
  const [row] = await call<{ done: Done | null }>(database, statement, [
    ...params,
    id,
    type,
    requestId,
    address,
    tenantId,
  ]);
  return row?.done;
}
