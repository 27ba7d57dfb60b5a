import { readFileSync } from "node:fs";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dumpSchema } from "../../scripts/schema/dump";
import { readTables } from "../../scripts/schema/dump-tables";
import { readSnapshot, snapshotOfSchema, statementsBetween } from "../../scripts/schema/snapshot";
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from "../support/database";

/** The schema is said in three places: migrations make it, src/db/schema has it for queries, drizzle/schema.sql for readers. */
let migrated: TestDatabase;
let empty: TestDatabase;

beforeAll(async () => {
  [migrated, empty] = [await createTestDatabase(), await createEmptyDatabase()];
});
afterAll(async () => {
  await migrated.drop();
  await empty.drop();
});

async function asOwner<T>({ ownerUrl }: TestDatabase, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

it("drizzle/schema.sql is what the migrations make", async () => {
  const dump = await asOwner(migrated, dumpSchema);
  expect(dump, "npm run db:schema writes it anew").toBe(readFileSync("drizzle/schema.sql", "utf8"));
});

describe("src/db/schema", () => {
  it("has not changed since the last migration was written", async () => {
    const statements = await statementsBetween(readSnapshot(), await snapshotOfSchema());
    expect(statements, "npm run db:generate -- what-changed").toEqual([]);
  });

  it("makes the tables, keys, indexes and policies that the migrations make", async () => {
    const statements = await statementsBetween(undefined, await snapshotOfSchema());
    const made = await asOwner(empty, async (sql) => {
      await sql.unsafe(readFileSync("drizzle/0001_foundation.sql", "utf8"));
      await sql.unsafe(calledByPolicies);
      await sql.unsafe(statements.join("\n"));
      return sql.begin(readComparable);
    });
    expect(made).toEqual(await asOwner(migrated, (sql) => sql.begin(readComparable)));
  });
});

/** Stand in for functions of the migrations that look into tables, which aren't there yet. */
const calledByPolicies = ["is_published", "is_public_author"]
  .map((name) => `create function app.${name}(uuid) returns boolean language sql as 'select true';`)
  .join("\n");

/** What Drizzle can say: it knows no order of columns, no storage, no force, no rights and no triggers. */
async function readComparable(sql: postgres.TransactionSql) {
  await sql`select set_config('search_path', 'public', true)`;
  return (await readTables(sql)).map(({ name, columns, constraints, indexes, policies }) => {
    return { name, columns: columns.toSorted(), constraints, indexes, policies };
  });
}
