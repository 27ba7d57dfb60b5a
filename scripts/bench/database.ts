import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { info } from "../../src/bin/support/terminal";
import { ensureOwner } from "../services/roles";
import { startTemporaryPostgres } from "../services/temporary-postgres";
import type { PlannedTenant, SeedSize } from "./seed/plan";
import { seed } from "./seed/run";

/** A Postgres for one run. */
export interface Cluster {
  adminUrl: string;
  pid: number;
  password: string;
}

export interface BenchDatabase {
  /** Connection strings to one database: of the superuser, the tables' owner and the program. */
  adminUrl: string;
  ownerUrl: string;
  appUrl: string;
}

/**
 * Durable as in production: fsync, synchronous commits and full pages are Postgres' defaults. Only memory is set, and
 * checkpoints are put off, so that none falls into one target's turn and not into another's.
 */
const settings = {
  shared_buffers: "512MB",
  max_connections: "200",
  max_wal_size: "8GB",
  checkpoint_timeout: "30min",
};

export async function startCluster(): Promise<Cluster> {
  const { adminUrl, pid } = await startTemporaryPostgres(settings);
  const password = randomBytes(12).toString("hex");
  await ensureOwner({ adminUrl, password, createDatabases: true });
  return { adminUrl, pid, password };
}

/** Makes a database with the program's tables. */
export async function makeDatabase({ adminUrl, password }: Cluster, name: string): Promise<BenchDatabase> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  await sql`create database ${sql(name)} owner masthead_owner`;
  await sql.end();
  const urlOf = (role?: string) => {
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    if (role) Object.assign(url, { username: role, password });
    return url.href;
  };
  const database = { adminUrl: urlOf(), ownerUrl: urlOf("masthead_owner"), appUrl: urlOf("masthead_app") };
  const { migrate } = await import("../../src/db/migrate");
  await migrate(database);
  return database;
}

/** Fills a database and says how long it took. */
export async function fill(database: BenchDatabase, size: SeedSize): Promise<PlannedTenant[]> {
  const startedAt = Date.now();
  let saidAt = startedAt;
  const { tenants } = await seed(database.ownerUrl, size, (articles) => {
    if (Date.now() - saidAt < 20_000) return;
    saidAt = Date.now();
    info(`seeding: ${articles} of ${size.articles} articles`);
  });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
  info(`seeded ${size.articles} articles in ${tenants.length} organisations in ${seconds} s`);
  return tenants;
}
