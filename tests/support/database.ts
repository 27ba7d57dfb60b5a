import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import postgres, { type Sql } from "postgres";
import { migrate } from "@/db/migrate";

export interface TestDatabase {
  /** Connection string of the role that owns the tables. */
  ownerUrl: string;
  /** Connection string of the program's role. */
  appUrl: string;
  drop(): Promise<void>;
}

/** The program's role exists once in a cluster, so its password is the same for all test databases. */
const appPassword = "masthead_app";

/** A database of its own for the caller: a clone of one that was migrated once for all. Takes some 50 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const ownerUrl = requiredUrl("TEST_OWNER_URL");
  const sql = postgres(databaseUrl(ownerUrl, "postgres"), { max: 1, onnotice: () => undefined });
  try {
    const template = await ensureTemplate(sql, ownerUrl);
    const name = `test_${randomBytes(6).toString("hex")}`;
    await sql.unsafe(`create database ${name} template ${template}`);
    const url = databaseUrl(ownerUrl, name);
    return { ownerUrl: url, appUrl: appUrl(url), drop: () => drop(name) };
  } finally {
    await sql.end();
  }
}

/** A database without anything, for tests of migrations. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const ownerUrl = requiredUrl("TEST_OWNER_URL");
  const sql = postgres(databaseUrl(ownerUrl, "postgres"), { max: 1 });
  const name = `test_${randomBytes(6).toString("hex")}`;
  try {
    await sql.unsafe(`create database ${name}`);
  } finally {
    await sql.end();
  }
  const url = databaseUrl(ownerUrl, name);
  return { ownerUrl: url, appUrl: appUrl(url), drop: () => drop(name) };
}

/** The connection string of the superuser to the same database. */
export function adminUrlOf({ ownerUrl }: TestDatabase): string {
  return databaseUrl(requiredUrl("TEST_ADMIN_URL"), new URL(ownerUrl).pathname.slice(1));
}

/** Named after the migrations' content, so that a changed one makes a new template. */
async function ensureTemplate(sql: Sql, ownerUrl: string): Promise<string> {
  const name = `template_${migrationsHash()}`;
  await sql`select pg_advisory_lock(4711)`;
  try {
    const [existing] = await sql`select from pg_database where datname = ${name}`;
    if (!existing) {
      const draft = `${name}_draft`;
      await sql.unsafe(`drop database if exists ${draft}`);
      await sql.unsafe(`create database ${draft}`);
      const url = databaseUrl(ownerUrl, draft);
      await migrate({ ownerUrl: url, appUrl: appUrl(url) });
      // Only a template that was migrated to the end gets its name.
      await sql.unsafe(`alter database ${draft} rename to ${name}`);
    }
    return name;
  } finally {
    await sql`select pg_advisory_unlock(4711)`;
  }
}

function migrationsHash(): string {
  const hash = createHash("sha256");
  for (const file of readdirSync("drizzle")
    .filter((entry) => entry.endsWith(".sql"))
    .sort()) {
    hash.update(file).update(readFileSync(path.join("drizzle", file)));
  }
  return hash.digest("hex").slice(0, 16);
}

/** By the superuser, who may end the connections that a test has left open. */
async function drop(name: string): Promise<void> {
  const sql = postgres(requiredUrl("TEST_ADMIN_URL"), { max: 1, onnotice: () => undefined });
  try {
    await sql.unsafe(`drop database if exists ${name} with (force)`);
  } finally {
    await sql.end();
  }
}

function appUrl(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.username = "masthead_app";
  url.password = appPassword;
  return url.href;
}

function databaseUrl(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

function requiredUrl(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set: run the tests through Vitest's projects, which start the services`);
  return value;
}

/** Runs statements as superuser, for tests that break things on purpose or look behind the scenes. */
export async function asAdmin<T>(database: TestDatabase, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(adminUrlOf(database), { max: 1, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
