import path from "node:path";
import type { Sql } from "postgres";
import { type Migration, readMigrations, sha256 } from "./files";
import { applyOne, MigrationError, type Run, readApplied, recordApplied } from "./run";

/** The last of the migrations that make what those of `drizzle/legacy` made together. */
const lastSquashed = "0007_row_security.sql";

/**
 * Takes over a database that Drizzle's migrator has made: brings it to the end of `drizzle/legacy` and notes those
 * migrations that make the same as applied. Returns how many ran; 0 for any other database.
 */
export async function takeOverFromDrizzle(
  sql: Sql,
  migrations: Migration[],
  folder: string,
  run: Run,
): Promise<number> {
  const [found] = await sql<
    { oid: string | null }[]
  >`select to_regclass('drizzle.__drizzle_migrations') as oid`;
  if (!found?.oid || (await readApplied(sql)).size > 0) return 0;
  const journal = await sql<{ hash: string }[]>`select hash from drizzle.__drizzle_migrations`;
  const done = new Set(journal.map(({ hash }) => hash));
  // Drizzle's hash is of the text as it is.
  const legacy = readMigrations(path.join(folder, "legacy")).map((one) => ({
    ...one,
    hash: sha256(one.text),
  }));
  const foreign = [...done].filter((hash) => !legacy.some((one) => one.hash === hash));
  if (foreign.length > 0)
    throw new MigrationError(
      `drizzle.__drizzle_migrations names ${foreign.length} that are not in ${folder}/legacy: put their files there, in order`,
    );
  const pending = legacy.filter(({ hash }) => !done.has(hash));
  for (const migration of pending) {
    const { hash } = migration;
    await applyOne(
      sql,
      migration,
      async (tx) => {
        await tx`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${Date.now()})`;
      },
      run,
    );
  }
  await recordApplied(
    sql,
    migrations.filter(({ name }) => name <= lastSquashed),
  );
  return pending.length;
}
