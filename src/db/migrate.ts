import postgres, { type Sql } from "postgres";
import { readMigrations } from "./migrations/files";
import { takeOverFromDrizzle } from "./migrations/from-drizzle";
import { MigrationError, type RunOptions, runMigrations, takeLock } from "./migrations/run";

export interface MigrateOptions extends Partial<RunOptions> {
  /**
   * Connection string of the role that owns the tables, to Postgres itself or a pooler of sessions. It needs CREATEROLE
   * the first time.
   */
  ownerUrl: string;
  /** Connection string of the program. Its role must be `masthead_app`; it gets this password. */
  appUrl: string;
  /** Folder of the migrations. */
  folder?: string;
}

const appRole = "masthead_app";

/** Applies what `drizzle/` holds and this database lacks. Safe to run at the same time from several machines. */
export async function migrate({
  ownerUrl,
  appUrl,
  folder = "drizzle",
  log = () => undefined,
  ...limits
}: MigrateOptions): Promise<{ applied: number }> {
  const app = new URL(appUrl);
  if (decodeURIComponent(app.username) !== appRole) {
    throw new Error(`DATABASE_URL must connect as ${appRole}, not as "${app.username}"`);
  }
  const migrations = readMigrations(folder);
  let connectionsEnded = 0;
  const sql = postgres(ownerUrl, {
    max: 1,
    max_lifetime: null, // the lock is the connection's
    onclose: () => connectionsEnded++,
    connection: { application_name: "masthead migrate" },
    // What a migration says itself; Postgres' own notices tell of what is there already.
    onnotice: ({ routine, message }) => routine === "exec_stmt_raise" && message && log(message),
  });
  try {
    await takeLock(sql, log);
    const endedBefore = connectionsEnded;
    const assertLocked = () => {
      if (connectionsEnded !== endedBefore) throw lockLost();
    };
    const run = { log, ...limits, assertLocked };
    const upgraded = await takeOverFromDrizzle(sql, migrations, folder, run);
    const applied = await runMigrations(sql, migrations, run);
    await allowSignIn(sql, decodeURIComponent(app.password));
    return { applied: upgraded + applied };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** The driver connects anew by itself, and says nothing. */
function lockLost(): MigrationError {
  return new MigrationError(
    "the connection was lost, and with it the lock that keeps other processes from migrating at the same time: run it again",
  );
}

/** Lets the program's role sign in with the configured password, unless it already can (then a person manages it). */
async function allowSignIn(sql: Sql, password: string): Promise<void> {
  const [role] = await sql<{ rolcanlogin: boolean }[]>`
    select rolcanlogin from pg_roles where rolname = ${appRole}`;
  if (!role || role.rolcanlogin || !password) return;
  // Role statements take no parameters, so Postgres itself quotes the values into the text.
  const [row] = await sql<{ statement: string }[]>`
    select format('alter role %I login password %L', ${appRole}::text, ${password}::text) as statement`;
  await sql.unsafe(row?.statement ?? "");
}
