import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres, { type Sql } from "postgres";

export interface MigrateOptions {
  /** Connection string of the role that owns the tables. It needs CREATEROLE the first time. */
  ownerUrl: string;
  /** Connection string of the program. Its role must be `masthead_app`; it gets this password. */
  appUrl: string;
  /** Folder of the migrations. */
  folder?: string;
}

const appRole = "masthead_app";
const lockKey = 7_305_811; // any number: whoever migrates this database takes it

/** Applies what `drizzle/` holds and this database lacks. Safe to run at the same time from several machines. */
export async function migrate({
  ownerUrl,
  appUrl,
  folder = "drizzle",
}: MigrateOptions): Promise<{ applied: number }> {
  const app = new URL(appUrl);
  if (decodeURIComponent(app.username) !== appRole) {
    throw new Error(`DATABASE_URL must connect as ${appRole}, not as "${app.username}"`);
  }
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    await sql`select pg_advisory_lock(${lockKey})`;
    const before = await countApplied(sql);
    await applyMigrations(drizzle(sql), { migrationsFolder: folder });
    await allowSignIn(sql, decodeURIComponent(app.password));
    return { applied: (await countApplied(sql)) - before };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function countApplied(sql: Sql): Promise<number> {
  const [row] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`;
  if (!row?.exists) return 0;
  const [count] = await sql`select count(*)::int as n from drizzle.__drizzle_migrations`;
  return count?.n ?? 0;
}

/** Lets the program's role sign in with the configured password, unless it already can (then a person manages it). */
async function allowSignIn(sql: Sql, password: string): Promise<void> {
  const [role] = await sql`select rolcanlogin from pg_roles where rolname = ${appRole}`;
  if (role?.rolcanlogin || !password) return;
  const [{ statement } = { statement: "" }] = await sql`
    select format('alter role %I login password %L', ${appRole}::text, ${password}::text) as statement`;
  await sql.unsafe(statement);
}
