import { sql } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { Database } from "@/db/database";
import { DatabaseUnavailableError } from "@/db/errors";
import type { TenantTx } from "@/db/tenant";
import { runInTenant } from "@/db/transaction";
import { asAdmin } from "../support/database";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { startTcpProxy } from "../support/tcp-proxy";

/** What happens to transactions when the network, a proxy or the server doesn't do its part, or a statement goes stale. */
const program = startProgram();
let tenant: TestTenant;
let proxy: Awaited<ReturnType<typeof startTcpProxy>>;
let pool: Database;

beforeAll(async () => {
  tenant = await createTenant();
});

async function openBehindProxy(options: { poolMax: number }): Promise<void> {
  proxy = await startTcpProxy(new URL(program.database().appUrl));
  pool = new Database({ url: proxy.url, acquireTimeoutMs: 500, transactionTimeoutMs: 700, ...options });
}

afterEach(async () => {
  proxy?.setSilent(false);
  await pool?.close();
  await proxy?.stop();
});

const one = (tx: TenantTx) => tx.execute<{ one: number }>(sql`select ${1}::int as one`);
const ask = (readOnly: boolean) => runInTenant(pool, tenant.admin.context, one, { readOnly });

describe.each([
  ["reads", true],
  ["writes", false],
])("%s", (_, readOnly) => {
  it("give up on a proxy that has gone silent, and work again with it", async () => {
    await openBehindProxy({ poolMax: 2 });
    await Promise.all([ask(readOnly), ask(readOnly)]);
    proxy.setSilent(true);
    for (const result of await Promise.allSettled([ask(readOnly), ask(readOnly)]))
      expect(result.status === "rejected" && result.reason).toBeInstanceOf(DatabaseUnavailableError);
    // A new connection is not answered either.
    await expect(ask(readOnly)).rejects.toBeInstanceOf(DatabaseUnavailableError);
    proxy.setSilent(false);
    expect(await ask(readOnly)).toEqual([{ one: 1 }]);
  });

  it("take another connection when those that were idle have ended", async () => {
    await openBehindProxy({ poolMax: 2 });
    await Promise.all([ask(readOnly), ask(readOnly)]);
    proxy.drop();
    await expect.poll(() => proxy.connections()).toBe(0);
    expect(await ask(readOnly)).toEqual([{ one: 1 }]);
  });
});

it("nothing of a transaction is run anew on another connection when its own ends", async () => {
  await openBehindProxy({ poolMax: 1 });
  const broken = runInTenant(pool, tenant.admin.context, async (tx) => {
    await one(tx);
    proxy.drop();
    // Many at once, and some that the driver has to ask about first: they wait in different places.
    const rest = Array.from({ length: 5 }, (_, index) =>
      tx.execute(sql`select set_config('app.mark', ${index}::text || ${sql.raw(`'${index}'`)}, false)`),
    );
    await Promise.allSettled(rest);
    return one(tx);
  });
  await expect(broken).rejects.toBeInstanceOf(DatabaseUnavailableError);
  const [row] = await runInTenant(pool, tenant.admin.context, (tx) =>
    tx.execute<{ mark: string | null }>(sql`select current_setting('app.mark', true) as mark`),
  );
  expect(row).toEqual({ mark: null });
});

it("a parameter that can't be sent fails alone, and answers stay with their statements", async () => {
  await openBehindProxy({ poolMax: 1 });
  const answers = await runInTenant(pool, tenant.admin.context, (tx) =>
    Promise.allSettled([
      tx.execute(sql`select ${1}::int as n`),
      tx.execute(sql`select ${sql.param(undefined)}::int as n`),
      tx.execute(sql`select ${sql.param({})}::int as n`),
      tx.execute(sql`select ${2}::int as n`),
    ]),
  );
  expect(answers.map((answer) => (answer.status === "fulfilled" ? [...answer.value] : "refused"))).toEqual([
    [{ n: 1 }],
    "refused",
    "refused",
    [{ n: 2 }],
  ]);
});

it.each([
  ["read", true],
  ["written", false],
])("a statement whose answer a migration has changed is %s anew", async (_, readOnly) => {
  await openBehindProxy({ poolMax: 1 });
  const alter = (column: string) =>
    asAdmin(program.database(), (admin) => admin.unsafe(`alter table tags ${column}`));
  const read = () =>
    runInTenant(
      pool,
      tenant.admin.context,
      (tx) => tx.execute(sql`select * from tags where tenant_id = ${tenant.id} limit ${1}::int`),
      { readOnly },
    );
  await runInTenant(pool, tenant.admin.context, (tx) =>
    tx.execute(sql`insert into tags (tenant_id, id, slug, name)
      values (${tenant.id}, gen_random_uuid(), ${`stale-${readOnly}`}, ${`Stale ${readOnly}`})`),
  );
  expect(await read()).toHaveLength(1);
  await alter("add column extra text");
  expect(await read()).toEqual([expect.objectContaining({ extra: null })]);
  await alter("drop column extra");
});
