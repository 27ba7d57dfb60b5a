import { type SQL, sql } from "drizzle-orm";
import { type AnyPgColumn, integer, timestamp } from "drizzle-orm/pg-core";

/** `timestamptz` with milliseconds, as JavaScript has them: a cursor made from a value that was read finds its row again. */
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });

/** Counts saved changes; the ETag of what the row stands for. */
export const version = () => integer("version").notNull().default(1);

/** What things that are changed have: the version, and when they were made and changed last. */
export const versioned = () => ({
  version: version(),
  createdAt: at("created_at").notNull().defaultNow(),
  updatedAt: at("updated_at").notNull().defaultNow(),
});

/** SQL for `CHECK (column IN (…))`. The values come from our own constants, never from input. */
export function isOneOf(column: AnyPgColumn, values: readonly string[]): SQL {
  const list = values.map((value) => `'${value}'`).join(", ");
  return sql`${column} in (${sql.raw(list)})`;
}
