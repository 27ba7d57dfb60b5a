import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import { Client } from "pg";

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
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [lockKey]);
    const before = await countApplied(client);
    await applyMigrations(drizzle(client), { migrationsFolder: folder });
    await allowSignIn(client, decodeURIComponent(app.password));
    return { applied: (await countApplied(client)) - before };
  } finally {
    await client.end();
  }
}

async function countApplied(client: Client): Promise<number> {
  const known = await client.query<{ exists: boolean }>(
    "select to_regclass('drizzle.__drizzle_migrations') is not null as exists",
  );
  if (!known.rows[0]?.exists) return 0;
  const counted = await client.query<{ n: number }>(
    "select count(*)::int as n from drizzle.__drizzle_migrations",
  );
  return counted.rows[0]?.n ?? 0;
}

/** Lets the program's role sign in with the configured password, unless it already can (then a person manages it). */
async function allowSignIn(client: Client, password: string): Promise<void> {
  const found = await client.query<{ rolcanlogin: boolean }>(
    "select rolcanlogin from pg_roles where rolname = $1",
    [appRole],
  );
  if (found.rows[0]?.rolcanlogin || !password) return;
  const { rows } = await client.query<{ statement: string }>(
    "select format('alter role %I login password %L', $1::text, $2::text) as statement",
    [appRole, password],
  );
  await client.query(rows[0]?.statement ?? "");
}
