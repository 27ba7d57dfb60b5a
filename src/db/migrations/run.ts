import { setTimeout as sleep } from "node:timers/promises";
import postgres, { type Sql, type TransactionSql } from "postgres";
import type { Migration } from "./files";

export interface RunOptions {
  /** Told what goes on, a line at a time. */
  log: (line: string) => void;
  /** How long a statement waits for a lock on a table; who comes after it waits as well. Default 5 s. */
  lockTimeoutMs?: number;
  /** How often a migration is tried that gets no lock. Default 10. */
  attemptMax?: number;
}

/** A run that has the lock. */
export interface Run extends RunOptions {
  /** Throws MigrationError if the connection has ended since it took the lock, and with it the lock. */
  assertLocked(): void;
}

/** Says what is wrong with the database or a migration; a person has to look at it. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

const lockKey = 7_305_811; // any number: whoever migrates this database takes it
const progressMs = 15_000;

/** Waits until no other process migrates this database. The lock lasts as long as the connection. */
export async function takeLock(sql: Sql, log: RunOptions["log"]): Promise<void> {
  // Asked again and again: a statement that waits has a snapshot, which "create index concurrently" would wait for in turn.
  for (let waitedMs = 0; ; waitedMs += 250) {
    const [row] = await sql<{ locked: boolean }[]>`select pg_try_advisory_lock(${lockKey}) as locked`;
    if (row?.locked) return;
    if (waitedMs % progressMs === 0) log("another process is migrating the database; waiting for it");
    await sleep(250);
  }
}

/** Runs what the database lacks, in the order of names, and returns how many that were. */
export async function runMigrations(sql: Sql, migrations: Migration[], run: Run): Promise<number> {
  const applied = await readApplied(sql);
  const pending = migrations.filter(({ name }) => !applied.has(name));
  const changed = migrations
    .filter(({ name, hash }) => applied.has(name) && applied.get(name) !== hash)
    .map(({ name }) => `${name} was changed after it ran here; undo that, and write a new migration`);
  const unknown = [...applied.keys()]
    .filter((name) => migrations.every((one) => one.name !== name))
    .sort()
    .map((name) => `${name} ran here, but this version of the program doesn't have it`);
  // With nothing left to do it is an older version that somebody went back to.
  const problems = pending.length > 0 ? [...changed, ...unknown] : changed;
  if (problems.length > 0) throw new MigrationError(problems.join("; "));
  if (unknown.length > 0)
    run.log(`warning: a newer version has migrated this database: ${unknown.join("; ")}`);
  for (const migration of pending)
    await applyOne(sql, migration, (tx) => recordApplied(tx, [migration]), run);
  return pending.length;
}

/** Names and hashes of what ran on this database. */
export async function readApplied(sql: Sql): Promise<Map<string, string>> {
  const [found] = await sql<{ oid: string | null }[]>`select to_regclass('migrations.applied') as oid`;
  if (!found?.oid) {
    await sql.unsafe(`create schema if not exists migrations;
      create table migrations.applied (name text primary key, hash text not null, applied_at timestamptz not null default now())`);
  }
  const rows = await sql<{ name: string; hash: string }[]>`select name, hash from migrations.applied`;
  return new Map(rows.map(({ name, hash }) => [name, hash]));
}

export async function recordApplied(sql: Sql | TransactionSql, migrations: Migration[]): Promise<void> {
  const rows = migrations.map(({ name, hash }) => ({ name, hash }));
  await sql`insert into migrations.applied ${sql(rows)}`;
}

/** Runs one migration and records it, both or neither; again, a while later, if it got no lock. */
export async function applyOne(
  sql: Sql,
  migration: Migration,
  record: (sql: Sql | TransactionSql) => Promise<void>,
  run: Run,
): Promise<void> {
  const { log, lockTimeoutMs = 5_000, attemptMax = 10 } = run;
  const startedAt = Date.now();
  const progress = setInterval(() => {
    log(`${migration.name} is running, ${Math.round((Date.now() - startedAt) / 1000)} s`);
  }, progressMs);
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        run.assertLocked();
        if (migration.transaction) await runInTransaction(sql, migration, record, lockTimeoutMs);
        else await runOneByOne(sql, migration, record, run);
        return;
      } catch (error) {
        if (!isLockTimeout(error) || attempt >= attemptMax) throw error;
        log(`${migration.name} got no lock within ${lockTimeoutMs} ms; attempt ${attempt} of ${attemptMax}`);
        await sleep(Math.min(lockTimeoutMs, 500 * 2 ** attempt));
      }
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`${migration.name}: ${reason}`, { cause: error });
  } finally {
    clearInterval(progress);
  }
}

async function runInTransaction(
  sql: Sql,
  { text }: Migration,
  record: (sql: TransactionSql) => Promise<void>,
  lockTimeoutMs: number,
): Promise<void> {
  await sql.begin(async (tx) => {
    // Recorded first: should the connection and its lock be lost, a second process can't run the same beside it.
    await record(tx);
    await tx.unsafe(`set local lock_timeout = ${Math.round(lockTimeoutMs)}`);
    await tx.unsafe(text);
  });
}

/** Each statement alone, parted by the line that drizzle-kit writes. If one fails, all of them run again the next time. */
async function runOneByOne(
  sql: Sql,
  { text }: Migration,
  record: (sql: Sql) => Promise<void>,
  { assertLocked }: Run,
): Promise<void> {
  for (const statement of text.split("--> statement-breakpoint")) {
    assertLocked();
    await sql.unsafe(statement);
  }
  assertLocked();
  await record(sql);
}

/** `lock_not_available` or `deadlock_detected`. */
const isLockTimeout = (error: unknown) =>
  error instanceof postgres.PostgresError && ["55P03", "40P01"].includes(error.code);
