import { readFileSync } from "node:fs";
import { text } from "drizzle-orm/pg-core";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { versioned } from "@/db/schema/columns";
import { belongsToTenant, tenantTable } from "@/db/schema/tenant-table";
import { dumpSchema } from "../../scripts/schema/dump";
import { readTables } from "../../scripts/schema/dump-tables";
import { migrationText } from "../../scripts/schema/migration-text";
import { readSnapshot, snapshotOfSchema, statementsBetween } from "../../scripts/schema/snapshot";
import { asAdmin, createEmptyDatabase, createTestDatabase, type TestDatabase } from "../support/database";
import { catalogRules } from "./checks/catalog";

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
    const migration = await migrationText(readSnapshot(), await snapshotOfSchema());
    expect(migration, "npm run db:generate -- what-changed").toBeUndefined();
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

it("a migration that is generated for a new tenantTable() has each wall, and rights to be named", async () => {
  const leaflets = tenantTable("leaflets", { name: text("name").notNull(), ...versioned() }, (t) => [
    belongsToTenant(t),
  ]);
  const migration = await migrationText(readSnapshot(), await snapshotOfSchema({ leaflets }));
  await asOwner(migrated, (sql) => sql.unsafe(migration ?? ""));
  const broken = await asAdmin(migrated, async (sql) => {
    const found: string[] = [];
    for (const rule of Object.values(catalogRules)) found.push(...(await rule(sql)));
    return found;
  });
  expect(broken).toEqual([expect.stringMatching(/^leaflets: .*"delete insert select update"/)]);
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
