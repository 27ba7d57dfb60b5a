import { type SQL, sql } from "drizzle-orm";
import { type AnyPgColumn, integer, timestamp, uuid } from "drizzle-orm/pg-core";

/** `timestamptz` with milliseconds, as JavaScript has them: a cursor made from a value that was read finds its row again. */
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });

/** The column that every tenant table starts with; it is part of each of its keys. */
export const tenantId = () => uuid("tenant_id").notNull();

/** Counts saved changes; the ETag of what the row stands for. */
export const version = () => integer("version").notNull().default(1);

/** SQL for `CHECK (column IN (…))`. The values come from our own constants, never from input. */
export function isOneOf(column: AnyPgColumn, values: readonly string[]): SQL {
  const list = values.map((value) => `'${value}'`).join(", ");
  return sql`${column} in (${sql.raw(list)})`;
}
