import type { Sql, TransactionSql } from "postgres";
import { tableCases } from "../../support/resources/collected";

/**
 * The rules of isolation, asked of Postgres' own catalog, so that a new table is covered on the day it appears. Each rule
 * returns what breaks it, in words that say what to do. The tests run them on the schema as it is; the mutants
 * (`mutants.ts`) run them on schemas that were broken on purpose.
 */
export type CatalogRule = (sql: Sql | TransactionSql) => Promise<string[]>;

function spansTenants(table: string): boolean {
  return tableCases[table]?.spansTenants !== undefined;
}

const tenantPredicate =
  /^\((tenant_id|id) = \( SELECT \(NULLIF\(current_setting\('app\.tenant_id'::text, true\), ''::text\)\)::uuid AS "nullif"\)\)$/;

export async function listTables(sql: Sql | TransactionSql): Promise<string[]> {
  const rows = await sql`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`;
  return rows.map((row) => row.name);
}

const rowSecurityIsForced: CatalogRule = async (sql) => {
  const rows = await sql`select relname as name from pg_class where relnamespace = 'public'::regnamespace
    and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)`;
  return rows.map(({ name }) => `${name}: select app.protect('${name}', 'select, …') in its migration`);
};

const policiesCompareTheTenant: CatalogRule = async (sql) => {
  const policies = await sql`select tablename as name, policyname as policy, qual, with_check from pg_policies
    where schemaname = 'public' and permissive = 'PERMISSIVE' and cmd = 'ALL' and roles = '{public}'`;
  const tables = (await listTables(sql)).filter((name) => name === "tenants" || !spansTenants(name));
  return tables.flatMap((name) => {
    const own = policies.filter((policy) => policy.name === name);
    const good =
      own.length === 1 && tenantPredicate.test(own[0]?.qual) && tenantPredicate.test(own[0]?.with_check);
    return good ? [] : [`${name}: make it a tenantTable(), which brings the policy tenant_isolation`];
  });
};

/** Permissive policies add up, so one too many opens a table. */
const noPolicyOpensATable: CatalogRule = async (sql) => {
  const known: Record<string, RegExp> = {
    "users.self_or_fellow_member":
      /id = \( SELECT .*app\.user_id.*EXISTS .*members\.user_id = users\.id.*members\.tenant_id = \( SELECT .*app\.tenant_id/s,
    "users.self_insert": /^$/,
    "users.self_update": /^\(id = \( SELECT .*app\.user_id/,
    "sessions.own_sessions": /^\(user_id = \( SELECT .*app\.user_id/,
  };
  const policies =
    await sql`select tablename || '.' || policyname as name, coalesce(qual, '') as qual, coalesce(with_check, '') as "check", cmd
    from pg_policies where schemaname = 'public' and permissive = 'PERMISSIVE'
      and roles && '{public,masthead_app}' and not (cmd = 'ALL' and policyname = 'tenant_isolation')`;
  const unknown = policies.filter((policy) => !known[policy.name]?.test(policy.qual));
  const unchecked = policies.filter(
    (policy) =>
      ["INSERT", "UPDATE"].includes(policy.cmd) && !/id = \( SELECT .*app\.user_id/.test(policy.check),
  );
  const missing = Object.keys(known).filter((name) => !policies.some((policy) => policy.name === name));
  return [
    ...[...unknown, ...unchecked].map(
      (policy) => `${policy.name}: a policy that opens the table further; is it meant?`,
    ),
    ...missing.map((name) => `${name}: the policy is gone`),
  ];
};

/** The owner's functions write into every tenant's log, but only what happened to an account. */
const ownerNotesAccountsOnly: CatalogRule = async (sql) => {
  const rows = await sql`select from pg_policies where schemaname = 'public' and tablename = 'events'
    and policyname = 'account_notes' and cmd = 'INSERT' and not roles && '{public,masthead_app}'
    and with_check = '(subject_type = ''account''::text)'`;
  return rows.length === 1
    ? []
    : ["events.account_notes: the owner may insert account events, and nothing else"];
};

/** The program appends events; their order is given by a function alone. */
const eventsComeWithoutPosition: CatalogRule = async (sql) => {
  const rows = await sql`select from pg_policies where schemaname = 'public' and tablename = 'events'
    and policyname = 'without_position' and permissive = 'RESTRICTIVE' and cmd = 'INSERT' and roles = '{masthead_app}'
    and with_check = '("position" IS NULL)'`;
  return rows.length === 1 ? [] : ["events.without_position: the program may give positions by itself"];
};

const publicSeesPublishedOnly: CatalogRule = async (sql) => {
  const rows =
    await sql`select tablename || '.' || policyname as name, qual from pg_policies where schemaname = 'public'
    and permissive = 'RESTRICTIVE' and cmd = 'SELECT' and roles = '{masthead_app}'`;
  return Object.entries(tableCases)
    .flatMap(([table, { restrictions = {} }]) =>
      Object.entries(restrictions).map(([policy, form]) => ({ name: `${table}.${policy}`, form })),
    )
    .filter(({ name, form }) => !rows.some((row) => row.name === name && form.test(row.qual)))
    .map(({ name }) => `${name}: the restrictive policy is gone`);
};

const keysHoldTheTenant: CatalogRule = async (sql) => {
  const keys = await sql`select c.relname as name, i.relname as key, array(
      select a.attname::text from unnest(x.indkey) k join pg_attribute a on a.attrelid = c.oid and a.attnum = k) as columns
    from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
    where x.indisunique and c.relnamespace = 'public'::regnamespace`;
  const withoutKey = (await listTables(sql)).filter((name) => !keys.some((key) => key.name === name));
  return [
    ...keys
      .filter((key) => !spansTenants(key.name) && !key.columns.includes("tenant_id"))
      .map(({ name, key }) => `${name}.${key}: add tenant_id`),
    ...withoutKey.map((name) => `${name}: add a primary key that starts with tenant_id`),
  ];
};

const foreignKeysAreComposite: CatalogRule = async (sql) => {
  const keys =
    await sql`select conname as key, conrelid::regclass::text as name, confrelid::regclass::text as target,
      array(select attname::text from unnest(conkey) with ordinality k (n, o) join pg_attribute on attrelid = conrelid and attnum = n order by o) as columns,
      array(select attname::text from unnest(confkey) with ordinality k (n, o) join pg_attribute on attrelid = confrelid and attnum = n order by o) as targets
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`;
  const loose = keys.filter((key) => {
    if (spansTenants(key.name) || key.target === "users") return false;
    const at = key.columns.indexOf("tenant_id");
    return at < 0 || key.targets[at] !== (key.target === "tenants" ? "id" : "tenant_id");
  });
  const tied = new Set(keys.filter((key) => key.columns.includes("tenant_id")).map((key) => key.name));
  const untied = (await listTables(sql)).filter((name) => !spansTenants(name) && !tied.has(name));
  return [
    ...loose.map(({ name, key }) => `${name}.${key}: make it composite with tenant_id`),
    ...untied.map((name) => `${name}: add a foreign key that leads, with tenant_id, to its tenant`),
  ];
};

/** Which table refers to which: one that goes missing would let rows point to nothing, or to another tenant's. */
const foreignKeysAreThere: CatalogRule = async (sql) => {
  const rows = await sql`select conrelid::regclass::text || '>' || confrelid::regclass::text as name
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`;
  const found = rows.map((row) => row.name);
  const countOf = (names: string[], name: string) => names.filter((one) => one === name).length;
  const wanted = Object.entries(tableCases).flatMap(([table, { references }]) =>
    references.map((target) => `${table}>${target}`),
  );
  return wanted
    .filter((name) => countOf(found, name) < countOf(wanted, name))
    .map((name) => `${name}: the foreign key is gone`);
};

const tenantIsNeverNull: CatalogRule = async (sql) => {
  const rows = await sql`select c.relname as name from pg_class c left join pg_attribute a
      on a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull and a.atttypid = 'uuid'::regtype
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attname is null`;
  return rows
    .filter((row) => !spansTenants(row.name))
    .map(({ name }) => `${name}: add tenant_id uuid not null`);
};

const viewsObeyTheirReader: CatalogRule = async (sql) => {
  const rows =
    await sql`select relname as name, relkind as kind from pg_class where relnamespace = 'public'::regnamespace
    and (relkind = 'm' or (relkind = 'v' and not coalesce(reloptions::text, '') like '%security_invoker=true%'))`;
  return rows.map(
    ({ name }) =>
      `${name}: a view needs "with (security_invoker = true)"; a materialised one can't be isolated`,
  );
};

const programsRoleIsPlain: CatalogRule = async (sql) => {
  const rows = await sql`select 1 from pg_roles r where rolname = 'masthead_app'
    and not (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or rolreplication)
    and not exists (select from pg_class where relowner = r.oid)
    and not exists (select from pg_auth_members where member = r.oid)
    and not has_schema_privilege(rolname, 'public', 'create')`;
  return rows.length === 1 ? [] : ["masthead_app: it owns, bypasses, makes or inherits something"];
};

const programsRightsAreNeeded: CatalogRule = async (sql) => {
  const rows =
    await sql`select table_name as name, string_agg(lower(privilege_type), ' ' order by privilege_type) as rights
    from information_schema.role_table_grants where grantee in ('masthead_app', 'PUBLIC') and table_schema = 'public' group by 1`;
  const found = Object.fromEntries(rows.map((row) => [row.name, row.rights]));
  const names = [...new Set([...Object.keys(tableCases), ...Object.keys(found)])];
  return names
    .map((name) => ({ name, has: found[name], needs: tableCases[name]?.rights }))
    .filter(({ has, needs }) => has !== needs)
    .map(
      ({ name, has = "no right", needs }) =>
        `${name}: masthead_app has "${has}", ${needs ? `needs "${needs}"` : "say in a file of tests/resources what it needs"}`,
    );
};

const hashesStayHidden: CatalogRule = async (sql) => {
  const rows =
    await sql`select has_column_privilege('masthead_app', 'users', 'password_hash', 'select') as readable`;
  return rows[0]?.readable ? ["users.password_hash: the program may read it"] : [];
};

const functionsArePinned: CatalogRule = async (sql) => {
  const rows =
    await sql`select p.proname as name, has_function_privilege('public', p.oid, 'execute') as open from pg_proc p
    where p.pronamespace = 'app'::regnamespace and (has_function_privilege('public', p.oid, 'execute')
      or (p.prosecdef and not coalesce(p.proconfig::text, '') like '%search_path=pg_catalog, pg_temp%'))`;
  return rows.map(
    ({ name, open }) => `app.${name}: ${open ? "revoke execute from public" : "pin its search_path"}`,
  );
};

export const catalogRules: Record<string, CatalogRule> = {
  "every table has row security enabled and forced": rowSecurityIsForced,
  "every tenant table has one policy that compares the tenant, reading and writing": policiesCompareTheTenant,
  "no other policy opens a table": noPolicyOpensATable,
  "the public audience sees published articles only, and no revisions": publicSeesPublishedOnly,
  "every key of a tenant table holds the tenant": keysHoldTheTenant,
  "every foreign key between tenant tables is composite": foreignKeysAreComposite,
  "every foreign key is there": foreignKeysAreThere,
  "tenant_id is never null": tenantIsNeverNull,
  "views obey the row security of their reader": viewsObeyTheirReader,
  "the program's role is plain": programsRoleIsPlain,
  "the program has the rights that it needs and no others": programsRightsAreNeeded,
  "the program can't read password hashes": hashesStayHidden,
  "the owner writes into a log only what happened to an account": ownerNotesAccountsOnly,
  "events come without a position": eventsComeWithoutPosition,
  "functions that run as the owner are pinned and not public": functionsArePinned,
};
