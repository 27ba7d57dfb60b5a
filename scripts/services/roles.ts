import postgres, { type Sql } from "postgres";

export interface OwnerOptions {
  /** Connection string of a superuser. */
  adminUrl: string;
  password: string;
  /** Tests make a database for each worker; the program's owner has no need of that. */
  createDatabases?: boolean;
}

const quiet = { max: 1, onnotice: () => undefined } as const;

/** Makes the role `masthead_owner`, or sets its password if it is there. It is no superuser, so row security binds it. */
export async function ensureOwner({
  adminUrl,
  password,
  createDatabases = false,
}: OwnerOptions): Promise<void> {
  await withAdmin(adminUrl, async (sql) => {
    const [role] = await sql`select from pg_roles where rolname = 'masthead_owner'`;
    if (!role) await sql`create role masthead_owner`;
    const rights = `login createrole nosuperuser nobypassrls ${createDatabases ? "createdb" : "nocreatedb"}`;
    await execute(sql, "alter role masthead_owner %s password %L", rights, password);
  });
}

/** Makes the database `masthead`, owned by `masthead_owner`, if it isn't there. */
export async function ensureDatabase(adminUrl: string): Promise<void> {
  await withAdmin(adminUrl, async (sql) => {
    const [database] = await sql`select from pg_database where datname = 'masthead'`;
    if (!database) await sql`create database masthead owner masthead_owner`;
  });
}

/** Sets the password of the program's role, if a migration has made that role. */
export async function setAppPassword(adminUrl: string, password: string): Promise<void> {
  await withAdmin(adminUrl, async (sql) => {
    const [role] = await sql`select from pg_roles where rolname = 'masthead_app'`;
    if (role) await execute(sql, "alter role masthead_app login password %2$L", "", password);
  });
}

async function withAdmin(adminUrl: string, work: (sql: Sql) => Promise<void>): Promise<void> {
  const sql = postgres(adminUrl, quiet);
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Role statements take no parameters, so Postgres itself quotes the values into the text. */
async function execute(sql: Sql, template: string, rights: string, password: string): Promise<void> {
  const [row] = await sql`select format(${template}::text, ${rights}::text, ${password}::text) as statement`;
  await sql.unsafe(String(row?.statement));
}
