import type { Sql, TransactionSql } from "postgres";

/** What Citus' rules are about, of one table of the schema `public`. */
export interface TableFacts {
  name: string;
  /** It has a column `tenant_id` that is never null. */
  hasTenant: boolean;
  /** Primary keys, unique constraints and unique indexes. */
  keys: { name: string; columns: string[] }[];
  foreignKeys: ForeignKey[];
  policies: Policy[];
  triggers: string[];
}

export interface ForeignKey {
  name: string;
  target: string;
  columns: string[];
  targetColumns: string[];
  /** As in pg_constraint: a no action, r restrict, c cascade, n set null, d set default. */
  onDelete: string;
  onUpdate: string;
}

export interface Policy {
  name: string;
  using: string | null;
  check: string | null;
}

/** Reads the facts of all tables, sorted by name. */
export async function readTables(sql: Sql | TransactionSql): Promise<TableFacts[]> {
  const tables = await sql<Pick<TableFacts, "name" | "hasTenant">[]>`
    select c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id'
      and a.attnotnull and not a.attisdropped) as "hasTenant"
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`;
  const keys = await sql<{ table: string; name: string; columns: string[] }[]>`
    select c.relname as table, i.relname as name, array(select a.attname::text from unnest(x.indkey) k
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k) as columns
    from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
    where x.indisunique and c.relnamespace = 'public'::regnamespace order by 2`;
  const foreignKeys = await sql<(ForeignKey & { table: string })[]>`
    select c.relname as table, k.conname as name, t.relname as target, k.confdeltype as "onDelete", k.confupdtype as "onUpdate",
      array(select a.attname::text from unnest(k.conkey) with ordinality p (n, o)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = p.n order by p.o) as columns,
      array(select a.attname::text from unnest(k.confkey) with ordinality p (n, o)
        join pg_attribute a on a.attrelid = k.confrelid and a.attnum = p.n order by p.o) as "targetColumns"
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class t on t.oid = k.confrelid
    where k.contype = 'f' and c.relnamespace = 'public'::regnamespace order by 2`;
  const policies = await sql<(Policy & { table: string })[]>`
    select tablename as table, policyname as name, qual as using, with_check as check
    from pg_policies where schemaname = 'public' order by 1, 2`;
  const triggers = await sql<{ table: string; name: string }[]>`
    select c.relname as table, g.tgname as name from pg_trigger g join pg_class c on c.oid = g.tgrelid
    where not g.tgisinternal and c.relnamespace = 'public'::regnamespace order by 2`;
  const of = <Row extends { table: string }>(rows: Row[], name: string) =>
    rows.filter(({ table }) => table === name).map(({ table: _table, ...rest }) => rest);
  return tables.map(({ name, hasTenant }) => ({
    name,
    hasTenant,
    keys: of(keys, name),
    foreignKeys: of(foreignKeys, name),
    policies: of(policies, name),
    triggers: of(triggers, name).map((trigger) => trigger.name),
  }));
}
