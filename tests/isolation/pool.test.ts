import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { Database } from "@/db/database";
import { DatabaseUnavailableError } from "@/db/errors";
import { runInTenant } from "@/db/transaction";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { keepsPreparedStatements, pgBouncerVersion, startPgBouncer } from "../support/pgbouncer";
import { startProgram } from "../support/program";
import { report } from "../support/report";

/** A small pool under many tenants, with everything that goes wrong in between. `npm run test:soak` takes 100,000. */
const program = startProgram();
const transactions = Number(process.env.SOAK_TRANSACTIONS ?? 1_500);
const atOnce = 24;

let tenants: TestTenant[];
beforeAll(async () => {
  tenants = await Promise.all(["First", "Second", "Third"].map((name) => createTenant(name)));
  for (const tenant of tenants) await createArticle(tenant.admin, { title: tenant.slug });
});

interface Figures {
  committed: number;
  failed: number;
  rows: number;
  wrong: number;
}

describe("connections that are used by one tenant after the other", { timeout: 24 * 3_600_000 }, () => {
  it("never show a row of the wrong tenant, directly", () => soak("direct", program.database().appUrl, true));

  it("nor through PgBouncer in transaction mode", async () => {
    const version = pgBouncerVersion();
    if (!version) {
      report("pool through PgBouncer: not run, as there is no pgbouncer here (Debian package pgbouncer)");
      return;
    }
    const prepared = keepsPreparedStatements(version);
    const bouncer = await startPgBouncer(program.database().appUrl, { prepared });
    const name = `through PgBouncer ${version.join(".")}`;
    await soak(name, bouncer.url, prepared).finally(() => bouncer.stop());
  });
});

async function soak(name: string, url: string, prepare: boolean): Promise<void> {
  const database = new Database({ url, prepare, poolMax: 5, transactionTimeoutMs: 1_000 });
  const figures: Figures = { committed: 0, failed: 0, rows: 0, wrong: 0 };
  const done = new AbortController();
  const killing = killBackends(done.signal);
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < transactions) await visit(database, ++next, figures);
    }),
  );
  done.abort();
  const killed = await killing;
  await database.close();
  report(
    `pool ${name}: ${transactions} transactions, ${figures.committed} committed, ${figures.failed} failed on purpose, ${killed} backends killed, ${figures.rows} rows seen, ${figures.wrong} of the wrong tenant`,
  );
  expect(figures.wrong).toBe(0);
  expect(figures.committed).toBeGreaterThan(transactions / 2);
  expect(figures.rows).toBeGreaterThan(figures.committed);
}

/** One transaction of one tenant; some fail, in the ways in which transactions fail. */
async function visit(database: Database, round: number, figures: Figures): Promise<void> {
  const tenant = tenants[round % tenants.length];
  if (!tenant) return;
  const { context } = tenant.viewer;
  const work = runInTenant(
    database,
    context,
    async (tx) => {
      const seen = await tx.execute<{ tenant_id: string }>(sql`select tenant_id from events limit 20`);
      figures.rows += seen.length;
      figures.wrong += seen.filter((row) => row.tenant_id !== tenant.id).length;
      if (round % 7 === 0) throw new Error("on purpose");
      if (round % 11 === 0) await tx.execute(sql`select 1/0`);
      if (round % 13 === 0) await tx.execute(sql`select pg_cancel_backend(pg_backend_pid()), pg_sleep(1)`);
      if (round % 701 === 0) await tx.execute(sql`select pg_sleep(5)`);
    },
    { readOnly: round % 2 === 0 },
  );
  await work.then(
    () => figures.committed++,
    (error: unknown) => {
      figures.failed++;
      const expected =
        error instanceof DatabaseUnavailableError || round % 7 === 0 || round % 11 === 0 || round % 13 === 0;
      if (!expected) throw error;
    },
  );
}

async function killBackends(signal: AbortSignal): Promise<number> {
  return asAdmin(program.database(), async (admin) => {
    let killed = 0;
    while (!signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      const rows = await admin`select pg_terminate_backend(pid) from pg_stat_activity
        where usename = 'masthead_app' and datname = current_database() and random() < 0.15`;
      killed += rows.length;
    }
    return killed;
  });
}
