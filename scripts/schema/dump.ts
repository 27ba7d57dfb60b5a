import type { Sql, TransactionSql } from "postgres";
import { dumpFunctions } from "./dump-functions";
import { dumpTables } from "./dump-tables";

const head = `-- The schema in force, for reading: what all migrations together have made. Written by npm run db:schema; a test compares
-- it with a database. Not to be run, nor edited.
`;

/**
 * The schema of a database as SQL, read from Postgres' catalog: what is in `drizzle/schema.sql`. Made to be read and
 * compared: sorted by name, the same for each version of Postgres and each name of the owner, who is `current_user` in it.
 */
export async function dumpSchema(sql: Sql): Promise<string> {
  return await sql.begin("read only", async (tx) => {
    await tx`select set_config('search_path', 'public', true)`;
    const sections: [string, string[]][] = [
      ["The program's role, schemas and extensions", await dumpGlobals(tx)],
      ["Tables", await dumpTables(tx)],
      ["Functions", await dumpFunctions(tx)],
      ["Anything else", await dumpRest(tx)],
    ];
    const filled = sections.filter(([, statements]) => statements.length > 0);
    const text = filled
      .map(([title, statements]) => `-- ${title}\n\n${statements.join("\n\n")}\n`)
      .join("\n")
      .replaceAll(localeFree, "collate pg_catalog.pg_c_utf8");
    return `${head}\n${text}`;
  });
}

/** The first migration takes the best of what the version of Postgres has. */
const localeFree = /collate pg_catalog\.("und-x-icu"|"default")/g;

async function dumpGlobals(sql: TransactionSql): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`
    select concat_ws(' ', 'create role', rolname, case when rolsuper then 'superuser' end, case when rolbypassrls then 'bypassrls' end,
      case when rolcreatedb then 'createdb' end, case when rolcreaterole then 'createrole' end) || ';' as line
    from pg_roles where rolname = 'masthead_app'
    union all
    select format('alter role masthead_app set %s = %L;', split_part(setting, '=', 1), split_part(setting, '=', 2))
    from (select unnest(setconfig) as setting from pg_db_role_setting
      where setrole = (select oid from pg_roles where rolname = 'masthead_app') and setdatabase = 0 order by 1) s
    union all
    select format('create extension %s schema %s;', extname, extnamespace::regnamespace) from pg_extension where extname <> 'plpgsql'
    union all
    (select format('create schema %s;', nspname) from pg_namespace where nspname = 'app')
    union all
    (select format('grant %s on schema %s to %s;', lower(a.privilege_type), n.nspname, case a.grantee when 0 then 'public' else a.grantee::regrole::text end)
    from pg_namespace n cross join lateral aclexplode(n.nspacl) a
    where n.nspname in ('public', 'app') and a.grantee <> n.nspowner order by 1)`;
  return [rows.map(({ line }) => line).join("\n")];
}

/** What the other parts don't know: it is named, so that nothing is in a schema without being seen. */
async function dumpRest(sql: TransactionSql): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`
    select format('-- relation of kind %s: %s', relkind, c.oid::regclass) as line from pg_class c
    where relnamespace in ('public'::regnamespace, 'app'::regnamespace) and relkind not in ('r', 'p', 'i', 'I', 'c')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    union all
    select format('-- type of kind %s: %s', typtype, t.oid::regtype) from pg_type t
    where typnamespace in ('public'::regnamespace, 'app'::regnamespace) and typtype in ('d', 'e', 'r')
      and not exists (select from pg_depend d where d.objid = t.oid and d.deptype = 'e')
    union all
    select format('-- comment on %s: %s', pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description) from pg_description d
    where pg_describe_object(d.classoid, d.objoid, d.objsubid) ~ '\\mapp\\.' or exists (select from pg_class c
      where c.oid = d.objoid and d.classoid = 'pg_class'::regclass and c.relnamespace = 'public'::regnamespace)
    union all
    select format('-- default privileges: %s', defaclacl) from pg_default_acl
    union all
    select format('-- owned by another role than the schema app: %s', o.name) from (
      select c.oid::regclass::text, c.relowner from pg_class c where relnamespace in ('public'::regnamespace, 'app'::regnamespace)
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
      union all select p.oid::regprocedure::text, p.proowner from pg_proc p where pronamespace = 'app'::regnamespace) o (name, owner)
    where o.owner <> (select nspowner from pg_namespace where nspname = 'app')
    order by 1`;
  return rows.map(({ line }) => line);
}
