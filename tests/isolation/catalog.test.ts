import postgres from "postgres";
import { describe, expect, it } from "vitest";
import { asAdmin } from "../support/database";
import { startProgram } from "../support/program";

/**
 * Read from Postgres' own catalog, so that a new table is covered on the day it appears. A table that spans tenants on
 * purpose is listed here with the reason.
 */
const program = startProgram();

const spanningTenants: Record<string, string> = {
  tenants: "its id is the tenant's",
  users: "a person may be a member of several tenants",
  sessions: "belongs to a user; names the active tenant",
};

const query = <T extends Record<string, unknown>>(statement: string) =>
  asAdmin(program.database(), async (sql) => (await sql.unsafe(statement)) as unknown as T[]);

const tables = () =>
  query<{ name: string; enabled: boolean; forced: boolean }>(
    `select relname as name, relrowsecurity as enabled, relforcerowsecurity as forced
     from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`,
  );

const tenantTables = async () => (await tables()).filter((table) => !spanningTenants[table.name]);

describe("every table", () => {
  it("has row security enabled and forced", async () => {
    const all = await tables();
    expect(all.length).toBeGreaterThan(10);
    expect(
      all
        .filter((table) => !table.enabled || !table.forced)
        .map((table) => `${table.name}: add "enable" and "force row level security" in a migration`),
    ).toEqual([]);
  });

  it("shows the program no row without a tenant", async () => {
    const sql = postgres(program.database().appUrl, { max: 1 });
    for (const { name } of await tables()) {
      const allowed = await sql.unsafe(`select has_any_column_privilege('${name}', 'select') as allowed`);
      expect(allowed[0]?.allowed, `${name}: grant select on it to masthead_app`).toBe(true);
      const [row] = await sql.unsafe(`select count(*)::int as count from ${name}`);
      expect(row?.count, name).toBe(0);
    }
    await sql.end();
  });
});

describe("every tenant table", () => {
  it("has a policy that compares the tenant when reading and when writing", async () => {
    const policies = await query<{ table: string; using: string; check: string; permissive: boolean }>(
      `select tablename as "table", qual as "using", with_check as "check", permissive = 'PERMISSIVE' as permissive
       from pg_policies where schemaname = 'public' and cmd = 'ALL' and roles = '{public}'`,
    );
    const form =
      /^\(tenant_id = \( SELECT \(NULLIF\(current_setting\('app.tenant_id'::text, true\), ''::text\)\)::uuid/;
    for (const { name } of await tenantTables()) {
      const own = policies.filter((policy) => policy.table === name && policy.permissive);
      expect(own.length, `${name}: add the policy tenant_isolation in a migration`).toBe(1);
      expect(own[0]?.using, name).toMatch(form);
      expect(own[0]?.check, name).toMatch(form);
    }
  });

  it("has no further permissive policy for the program's role", async () => {
    const others = await query<{ policy: string }>(
      `select tablename || '.' || policyname as policy from pg_policies
       where schemaname = 'public' and permissive = 'PERMISSIVE' and policyname <> 'tenant_isolation'
         and roles && '{public,masthead_app}' and tablename not in ('users', 'sessions')`,
    );
    expect(others).toEqual([]);
  });

  it("has tenant_id in every primary key, unique constraint and unique index", async () => {
    const keys = await query<{ table: string; key: string; columns: string[] }>(
      `select c.relname as "table", i.relname as key, array(
         select a.attname::text from unnest(x.indkey) k join pg_attribute a on a.attrelid = c.oid and a.attnum = k) as columns
       from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
       where x.indisunique and c.relnamespace = 'public'::regnamespace`,
    );
    const wrong = keys.filter((key) => !spanningTenants[key.table] && !key.columns.includes("tenant_id"));
    expect(wrong.map((key) => `${key.table}.${key.key}: add tenant_id`)).toEqual([]);
    for (const { name } of await tenantTables())
      expect(
        keys.some((key) => key.table === name),
        name,
      ).toBe(true);
  });

  it("has tenant_id on both sides of every foreign key to another tenant table", async () => {
    const keys = await query<{
      name: string;
      from: string;
      to: string;
      columns: string[];
      targets: string[];
    }>(
      `select conname as name, conrelid::regclass::text as "from", confrelid::regclass::text as "to",
         array(select attname::text from unnest(conkey) k join pg_attribute on attrelid = conrelid and attnum = k) as columns,
         array(select attname::text from unnest(confkey) k join pg_attribute on attrelid = confrelid and attnum = k) as targets
       from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
    );
    expect(keys.length).toBeGreaterThan(10);
    const wrong = keys.filter((key) => {
      if (spanningTenants[key.from]) return false;
      const at = key.columns.indexOf("tenant_id");
      if (key.to === "users") return false;
      return at < 0 || key.targets[at] !== (key.to === "tenants" ? "id" : "tenant_id");
    });
    expect(wrong.map((key) => `${key.from}.${key.name}: make it composite with tenant_id`)).toEqual([]);
  });

  it("starts with a tenant_id that can't be null", async () => {
    const missing = await query<{ table: string }>(
      `select c.relname as "table" from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull and a.atttypid = 'uuid'::regtype
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attname is null`,
    );
    expect(missing.map((row) => row.table).sort()).toEqual(Object.keys(spanningTenants).sort());
  });
});

describe("the program's role", () => {
  it("owns nothing, bypasses nothing and may not make anything", async () => {
    const [role] = await query(
      `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
         (select count(*)::int from pg_class where relowner = r.oid) as owned,
         (select count(*)::int from pg_auth_members where member = r.oid) as memberships,
         has_schema_privilege(rolname, 'public', 'create') as can_create
       from pg_roles r where rolname = 'masthead_app'`,
    );
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreatedb: false,
      rolcreaterole: false,
      rolreplication: false,
      owned: 0,
      memberships: 0,
      can_create: false,
    });
  });

  it("has only the rights that the program uses", async () => {
    const rights = await query<{ table: string; rights: string }>(
      `select table_name as "table", string_agg(lower(privilege_type), ' ' order by privilege_type) as rights
       from information_schema.role_table_grants where grantee = 'masthead_app' and table_schema = 'public' group by 1 order by 1`,
    );
    expect(Object.fromEntries(rights.map((row) => [row.table, row.rights]))).toEqual({
      api_keys: "insert select",
      article_counts: "select",
      article_tags: "delete insert select update",
      article_totals: "select",
      articles: "delete insert select update",
      comments: "delete insert select update",
      events: "insert select",
      likes: "delete insert select",
      members: "insert select",
      sessions: "select",
      tags: "delete insert select update",
      tenants: "insert select",
      users: "insert",
    });
  });

  it("can't read password hashes", async () => {
    const sql = postgres(program.database().appUrl, { max: 1 });
    await expect(sql`select password_hash from users`).rejects.toThrow(/permission denied/);
    await sql.end();
  });

  it("can't change or delete events, nor empty any table", async () => {
    const sql = postgres(program.database().appUrl, { max: 1 });
    for (const statement of [
      "update events set type = 'x'",
      "delete from events",
      "truncate events",
      "truncate articles cascade",
      "alter table articles disable row level security",
    ]) {
      await expect(sql.unsafe(statement), statement).rejects.toThrow(/permission denied|must be owner/);
    }
    await sql.end();
  });

  it("runs functions of others only with a pinned search_path", async () => {
    const loose = await query<{ name: string }>(
      `select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname = 'app' and p.prosecdef and not coalesce(p.proconfig::text, '') like '%search_path=pg_catalog, pg_temp%'`,
    );
    expect(loose).toEqual([]);
  });
});

describe("the schema in TypeScript", () => {
  it("is what the migrations make: nothing is left to generate", async () => {
    const { execFileSync } = await import("node:child_process");
    const { cpSync, mkdtempSync, readdirSync, rmSync } = await import("node:fs");
    const out = mkdtempSync(".data-drizzle-");
    try {
      cpSync("drizzle", out, { recursive: true });
      execFileSync(
        process.execPath,
        [
          "node_modules/drizzle-kit/bin.cjs",
          "generate",
          "--dialect",
          "postgresql",
          "--schema",
          "src/db/schema",
          "--out",
          out,
          "--name",
          "drift",
        ],
        { stdio: "pipe" },
      );
      expect(readdirSync(out).sort()).toEqual(readdirSync("drizzle").sort());
    } finally {
      rmSync(out, { recursive: true });
    }
  });
});
