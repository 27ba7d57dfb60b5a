import type { TransactionSql } from "postgres";
import { listTables } from "./catalog";

/** A schema broken on purpose. At least one rule must notice. */
export interface Mutant {
  name: string;
  statement: string;
}

/** Every way of weakening the schema by one step, made from the catalog, so that new tables bring their own mutants. */
export async function makeMutants(sql: TransactionSql): Promise<Mutant[]> {
  const tables = await listTables(sql);
  return [
    ...tables.flatMap(rowSecurityMutants),
    ...(await policyMutants(sql)),
    ...(await constraintMutants(sql)),
    ...tables.flatMap(grantMutants),
    ...(await functionMutants(sql)),
    ...otherMutants,
  ];
}

const rowSecurityMutants = (table: string): Mutant[] => [
  {
    name: `${table}: row security not forced`,
    statement: `alter table ${table} no force row level security`,
  },
  { name: `${table}: row security disabled`, statement: `alter table ${table} disable row level security` },
  {
    name: `${table}: a policy for everybody added`,
    statement: `create policy open on ${table} using (true) with check (true)`,
  },
  {
    name: `${table}: a policy for reading added`,
    statement: `create policy open on ${table} for select to masthead_app using (true)`,
  },
];

async function policyMutants(sql: TransactionSql): Promise<Mutant[]> {
  const policies =
    await sql`select tablename as name, policyname as policy, qual is not null as reads, with_check is not null as writes
    from pg_policies where schemaname = 'public' and policyname <> 'owner_access'`;
  return policies.flatMap(({ name, policy, reads, writes }) => [
    { name: `${name}.${policy} dropped`, statement: `drop policy ${policy} on ${name}` },
    ...(reads
      ? [
          {
            name: `${name}.${policy} lets everything be read`,
            statement: `alter policy ${policy} on ${name} using (true)`,
          },
        ]
      : []),
    ...(writes
      ? [
          {
            name: `${name}.${policy} lets everything be written`,
            statement: `alter policy ${policy} on ${name} with check (true)`,
          },
        ]
      : []),
  ]);
}

/** Each key and foreign key dropped; each composite foreign key without its tenant. */
async function constraintMutants(sql: TransactionSql): Promise<Mutant[]> {
  const constraints =
    await sql`select conname as key, conrelid::regclass::text as name, contype as type, confrelid::regclass::text as target,
      array(select attname::text from unnest(conkey) with ordinality k (n, o) join pg_attribute on attrelid = conrelid and attnum = n order by o) as columns,
      array(select attname::text from unnest(confkey) with ordinality k (n, o) join pg_attribute on attrelid = confrelid and attnum = n order by o) as targets
    from pg_constraint where connamespace = 'public'::regnamespace and contype in ('p', 'u', 'f') order by 1`;
  return constraints.flatMap(({ key, name, type, target, columns, targets }) => {
    const drop = `alter table ${name} drop constraint ${key} cascade`;
    const others: string[] = columns.filter((column: string) => column !== "tenant_id");
    if (!columns.includes("tenant_id"))
      return type === "f" ? [{ name: `${key} dropped`, statement: drop }] : [];
    if (type !== "f") {
      if (others.length === 0) return [];
      return [
        {
          name: `${key} without the tenant`,
          statement: `${drop}; alter table ${name} add unique (${others.join(", ")})`,
        },
      ];
    }
    const dropped = { name: `${key} dropped`, statement: drop };
    const otherTargets: string[] = targets.filter(
      (_: string, index: number) => columns[index] !== "tenant_id",
    );
    if (others.length === 0) return [dropped];
    const unique = `alter table ${target} add constraint loose unique (${otherTargets.join(", ")})`;
    const loose = `alter table ${name} add foreign key (${others.join(", ")}) references ${target} (${otherTargets.join(", ")})`;
    return [dropped, { name: `${key} without the tenant`, statement: `${drop}; ${unique}; ${loose}` }];
  });
}

const grantMutants = (table: string): Mutant[] => [
  {
    name: `${table}: may be truncated by the program`,
    statement: `grant truncate on ${table} to masthead_app`,
  },
  { name: `${table}: granted to everybody`, statement: `grant select on ${table} to public` },
];

async function functionMutants(sql: TransactionSql): Promise<Mutant[]> {
  const functions =
    await sql`select oid::regprocedure::text as name from pg_proc where pronamespace = 'app'::regnamespace and prosecdef`;
  return functions.flatMap(({ name }) => [
    { name: `${name} without a search_path`, statement: `alter function ${name} reset search_path` },
    { name: `${name} for everybody`, statement: `grant execute on function ${name} to public` },
  ]);
}

const otherMutants: Mutant[] = [
  { name: "the program bypasses row security", statement: "alter role masthead_app bypassrls" },
  { name: "the program is a superuser", statement: "alter role masthead_app superuser" },
  { name: "the program makes roles", statement: "alter role masthead_app createrole" },
  { name: "the program inherits a role", statement: "grant pg_read_all_data to masthead_app" },
  { name: "the program makes tables", statement: "grant create on schema public to masthead_app" },
  { name: "the program reads password hashes", statement: "grant select on users to masthead_app" },
  { name: "the program changes events", statement: "grant update on events to masthead_app" },
  { name: "the program deletes events", statement: "grant delete on events to masthead_app" },
  { name: "a table of everybody's", statement: "create table leaky (id uuid primary key)" },
  {
    name: "a tenant table without anything",
    statement: "create table leaky (tenant_id uuid not null, id uuid, primary key (tenant_id, id))",
  },
  { name: "a view that reads as its owner", statement: "create view leaky as select * from articles" },
  { name: "a materialised view", statement: "create materialized view leaky as select * from articles" },
  { name: "a unique index without the tenant", statement: "create unique index leaky on articles (slug)" },
];
