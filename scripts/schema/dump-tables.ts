import type { TransactionSql } from "postgres";

/** What a table is made of; each part is text as it stands in a statement. */
export interface TableDump {
  name: string;
  columns: string[];
  constraints: string[];
  /** Storage, statistics and options, which decide how rows are kept and not what they are. */
  storage: string[];
  indexes: string[];
  rowSecurity: string[];
  policies: string[];
  grants: string[];
  triggers: string[];
}

export async function dumpTables(sql: TransactionSql): Promise<string[]> {
  return (await readTables(sql)).map((table) => {
    const { name, columns, constraints, storage, indexes, rowSecurity, policies, grants, triggers } = table;
    const parts = [...columns, ...constraints].map((part) => `  ${part}`).join(",\n");
    const others = [storage, indexes, rowSecurity, policies, grants, triggers].flat();
    return [`create table ${name} (\n${parts}\n);`, ...others].join("\n");
  });
}

/** All tables of the schema `public`, sorted by name. Names in what Postgres writes follow the search_path. */
export async function readTables(sql: TransactionSql): Promise<TableDump[]> {
  const tables = await sql<{ name: string }[]>`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname collate "C"`;
  const parts = {
    columns: await readColumns(sql),
    constraints: await readConstraints(sql),
    storage: await readStorage(sql),
    indexes: await readIndexes(sql),
    rowSecurity: await readRowSecurity(sql),
    policies: await readPolicies(sql),
    grants: await readGrants(sql),
    triggers: await readTriggers(sql),
  };
  const of = (rows: Part[], name: string) => rows.filter((row) => row.table === name).map((row) => row.text);
  return tables.map(({ name }) => ({
    name,
    columns: of(parts.columns, name),
    constraints: of(parts.constraints, name),
    storage: of(parts.storage, name),
    indexes: of(parts.indexes, name),
    rowSecurity: of(parts.rowSecurity, name),
    policies: of(parts.policies, name),
    grants: of(parts.grants, name),
    triggers: of(parts.triggers, name),
  }));
}

interface Part {
  table: string;
  text: string;
}

/** In the order in which the columns were made. */
const readColumns = (sql: TransactionSql) => sql<Part[]>`
  select c.relname as table, concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
    case when a.attidentity <> '' then 'generated as identity' end,
    case when a.attgenerated = '' then 'default ' || pg_get_expr(d.adbin, d.adrelid, true) end,
    case when a.attgenerated <> '' then 'generated always as (' || pg_get_expr(d.adbin, d.adrelid, true) || ') stored' end,
    case when a.attnotnull then 'not null' end) as text
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by a.attnum`;

/** Not null is said at the column, in versions too that know it as a constraint. */
const readConstraints = (sql: TransactionSql) => sql<Part[]>`
  select c.relname as table, format('constraint %I %s', k.conname, pg_get_constraintdef(k.oid, true)) as text
  from pg_constraint k join pg_class c on c.oid = k.conrelid
  where c.relnamespace = 'public'::regnamespace and k.contype in ('p', 'u', 'f', 'c', 'x')
  order by position(k.contype::text in 'pufcx'), k.conname collate "C"`;

const readStorage = (sql: TransactionSql) => sql<Part[]>`
  select s.* from (select c.relname as table, format('alter table %s alter column %s set storage %s;', c.relname, a.attname,
    case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end) as text
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attstorage <> t.typstorage
  union all
  select c.relname, format('alter table %s alter column %s set statistics %s;', c.relname, a.attname, a.attstattarget)
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attstattarget >= 0
  union all
  select c.relname, format('alter table %s set (%s);', c.relname, o) from pg_class c cross join lateral unnest(c.reloptions) o
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')) s
  order by s.text collate "C"`;

/** Those of constraints are there with them. */
const readIndexes = (sql: TransactionSql) => sql<Part[]>`
  select c.relname as table, pg_get_indexdef(i.indexrelid, 0, true) || ';'
    || case when i.indisvalid then '' else ' -- not valid' end as text
  from pg_index i join pg_class c on c.oid = i.indrelid
  where c.relnamespace = 'public'::regnamespace
    and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
  order by i.indexrelid::regclass::text collate "C"`;

const readRowSecurity = (sql: TransactionSql) => sql<Part[]>`
  select relname as table, format('alter table %s enable row level security%s;', relname,
    case when relforcerowsecurity then ', force row level security' else '' end) as text
  from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity`;

const readPolicies = (sql: TransactionSql) => sql<Part[]>`
  select c.relname as table, concat_ws(' ', 'create policy', p.polname, 'on', c.relname,
    case when not p.polpermissive then 'as restrictive' end,
    case p.polcmd when 'r' then 'for select' when 'a' then 'for insert' when 'w' then 'for update' when 'd' then 'for delete' end,
    'to ' || (select string_agg(case r when 0 then 'public' when c.relowner then 'current_user' else r::regrole::text end, ', ' order by r)
      from unnest(p.polroles) r))
    || coalesce(E'\n  using (' || pg_get_expr(p.polqual, p.polrelid, true) || ')', '')
    || coalesce(E'\n  with check (' || pg_get_expr(p.polwithcheck, p.polrelid, true) || ')', '') || ';' as text
  from pg_policy p join pg_class c on c.oid = p.polrelid
  where c.relnamespace = 'public'::regnamespace order by p.polname collate "C"`;

/** Rights of all but the owner: of a table first, then those of columns, once for each right. */
const readGrants = (sql: TransactionSql) => sql<Part[]>`
  select s.* from (select g.table, format('grant %s on %s to %s;', string_agg(g.right, ', ' order by g.right collate "C"), g.table, g.grantee) as text
  from (select c.relname as table, lower(a.privilege_type) as right, case a.grantee when 0 then 'public' else a.grantee::regrole::text end as grantee
    from pg_class c cross join lateral aclexplode(c.relacl) a
    where c.relnamespace = 'public'::regnamespace and a.grantee <> c.relowner) g group by g.table, g.grantee
  union all
  select g.table, format('grant %s (%s) on %s to %s;', g.right, string_agg(g.column, ', ' order by g.column collate "C"), g.table, g.grantee)
  from (select c.relname as table, t.attname::text as column, lower(a.privilege_type) as right,
      case a.grantee when 0 then 'public' else a.grantee::regrole::text end as grantee
    from pg_class c join pg_attribute t on t.attrelid = c.oid and not t.attisdropped cross join lateral aclexplode(t.attacl) a
    where c.relnamespace = 'public'::regnamespace and a.grantee <> c.relowner) g group by g.table, g.right, g.grantee) s
  order by s.text collate "C"`;

const readTriggers = (sql: TransactionSql) => sql<Part[]>`
  select c.relname as table, pg_get_triggerdef(g.oid, true) || ';' as text
  from pg_trigger g join pg_class c on c.oid = g.tgrelid
  where c.relnamespace = 'public'::regnamespace and not g.tgisinternal order by g.tgname collate "C"`;
