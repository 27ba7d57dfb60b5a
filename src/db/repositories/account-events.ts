import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../database";
import type { TenantTx } from "../tenant";
import { list } from "./outside-tenants/call";

/** What is written of a change of an account, into the audit log of each organisation that the account opens. */
export interface AccountEvent {
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
export async function insertAccountEvent(tx: TenantTx, userId: string, note: AccountEvent): Promise<void> {
  const { id, type, requestId, address, tenantId } = note;
  await tx.execute(
    sql`select app.account_note(${userId}, ${id}, ${type}, ${requestId}, ${address}, ${tenantId})`,
  );
}

/** A function outside of tenants that changes an account. */
export interface AuditedChange<Done> {
  change: SQL<Done>;
  /** Whether `d.done`, which is what the call returned, means that something was changed. */
  changed: SQL;
  /** Whose account it is: a parameter, or what the call returned. */
  user: SQL;
}

/**
 * Calls it, and notes it in the same statement: there is no change without its note, nor the reverse. Postgres runs the
 * call once, since it never merges a sub-select that changes something into what is around it.
 */
export async function callWithEvent<Done>(
  database: Database,
  { change, changed, user }: AuditedChange<Done>,
  { id, type, requestId, address, tenantId }: AccountEvent,
): Promise<Done | null | undefined> {
  const note = sql`app.account_note(${user}, ${id}, ${type}, ${requestId}, ${address}, ${tenantId})`;
  const fields = { done: sql<Done | null>`d.done`, noted: sql`case when ${changed} then ${note} end` };
  const [row] = await list(database, fields, sql`(select ${change} as done) d`);
  return row?.done;
}
