import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as migrateByDrizzle } from "drizzle-orm/postgres-js/migrator";
import postgres, { type Sql } from "postgres";
import { afterEach, beforeEach, expect, it } from "vitest";
import { migrate } from "@/db/migrate";
import { dumpSchema } from "../../scripts/schema/dump";
import { asAdmin, createEmptyDatabase, type TestDatabase } from "../support/database";
import { fillTwoTenants } from "./upgrade/rows";

/** Databases that Drizzle's migrator made, of versions before there was a runner of our own, are taken over. */
const legacy = readdirSync("drizzle/legacy").sort();
const migrations = readdirSync("drizzle")
  .filter((name) => /^\d{4}_/.test(name))
  .sort();
let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createEmptyDatabase();
  folder = mkdtempSync(path.join(tmpdir(), "masthead-drizzle-"));
});
afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

it.each([25, 33])(
  "one of the first %i migrations keeps every row, and gets the schema in force",
  async (count) => {
    await makeByDrizzle(count);
    await asAdmin(database, fillTwoTenants);
    const before = await asAdmin(database, readRows);
    expect(before.articles?.length).toBe(4);
    const said: string[] = [];
    const say = (line: string) => said.push(line);
    const results = await Promise.all([1, 2, 3].map(() => migrate({ ...database, log: say })));
    expect(results.map(({ applied }) => applied).sort((a, b) => a - b)).toEqual([0, 0, lacking(count)]);
    const after = await asAdmin(database, readRows);
    for (const [table, rows] of Object.entries(before)) {
      const columns = Object.keys(rows[0] ?? {});
      const found = (after[table] ?? []).map((row) => pick(row, columns));
      // Counters of what wasn't counted before are new rows.
      if (table === "tenant_totals") expect(found, table).toEqual(expect.arrayContaining(rows));
      else expect(found, table).toEqual(rows);
    }
    expect(await asOwner(dumpSchema)).toBe(readFileSync("drizzle/schema.sql", "utf8"));
    expect(await asOwner((sql) => sql`select name from migrations.applied order by 1`)).toEqual(
      migrations.map((name) => ({ name })),
    );
  },
);

it("one with migrations of somebody's own is left alone, and it is said", async () => {
  await makeByDrizzle(33, "create table own (id int)");
  await expect(migrate(database)).rejects.toThrow(
    "drizzle.__drizzle_migrations names 1 that are not in drizzle/legacy",
  );
  expect(await asOwner((sql) => sql`select name from migrations.applied`)).toEqual([]);
});

it("one that stopped on the way goes on", async () => {
  await makeByDrizzle(25);
  await asOwner((sql) => sql`create table article_sources (id int)`); // 0027 makes one of that name
  await expect(migrate(database)).rejects.toThrow(
    '0027_article_sources.sql: relation "article_sources" already exists',
  );
  await asOwner((sql) => sql`drop table article_sources`);
  expect(await migrate(database)).toEqual({ applied: lacking(27) });
  expect(await asOwner(dumpSchema)).toBe(readFileSync("drizzle/schema.sql", "utf8"));
});

/** How many run on a database that has the first so many: the rest of the legacy, and what came after the squashed ones. */
const lacking = (count: number) => legacy.length - count + migrations.length - 7;

/** Runs the first files by Drizzle's own migrator, from a folder as drizzle-kit keeps it. */
async function makeByDrizzle(count: number, more?: string): Promise<void> {
  const names = legacy.slice(0, count);
  for (const name of names) cpSync(path.join("drizzle/legacy", name), path.join(folder, name));
  if (more) {
    names.push("9999_own.sql");
    writeFileSync(path.join(folder, "9999_own.sql"), more);
  }
  const entries = names.map((name, idx) => {
    return { idx, version: "7", when: 1_795_358_690_414 + idx, tag: name.slice(0, -4), breakpoints: true };
  });
  mkdirSync(path.join(folder, "meta"));
  writeFileSync(
    path.join(folder, "meta/_journal.json"),
    JSON.stringify({ version: "7", dialect: "postgresql", entries }),
  );
  await asOwner((sql) => migrateByDrizzle(drizzle(sql), { migrationsFolder: folder }));
}

async function asOwner<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

type Row = Record<string, unknown>;

/** All rows of all tables, but for the word lists of the search, which are made anew. */
async function readRows(sql: Sql): Promise<Record<string, Row[]>> {
  const tables = await sql<
    { name: string }[]
  >`select tablename as name from pg_tables where schemaname = 'public' order by 1`;
  const all: Record<string, Row[]> = {};
  for (const { name } of tables) {
    const rows = await sql<
      { row: Row }[]
    >`select to_jsonb(t) - 'search' as row from ${sql(name)} t order by t::text`;
    all[name] = rows.map(({ row }) => row);
  }
  return all;
}

const pick = (row: Row, columns: string[]) =>
  Object.fromEntries(columns.map((column) => [column, row[column]]));
