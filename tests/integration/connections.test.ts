import { sql } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { Database } from "@/db/database";
import { DatabaseUnavailableError } from "@/db/errors";
import * as articles from "@/db/repositories/articles";
import type { TenantTx } from "@/db/tenant";
import { runInTenant } from "@/db/transaction";
import { recordEvent } from "@/server/events/record";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
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

it("what waits for COMMIT is done if nobody knows whether it was committed, and not if it wasn't", async () => {
  await openBehindProxy({ poolMax: 1 });
  const done: string[] = [];
  const change = (name: string, end: () => void) =>
    runInTenant(pool, tenant.admin.context, async (tx) => {
      tx.afterCommit(() => done.push(name));
      await one(tx);
      end();
    });
  await change("committed", () => undefined);
  const failed = change("failed", () => {
    throw new Error("no");
  });
  await expect(failed).rejects.toThrow("no");
  const unanswered = change("unanswered", () => proxy.setSilent(true));
  await expect(unanswered).rejects.toBeInstanceOf(DatabaseUnavailableError);
  expect(done).toEqual(["committed", "unanswered"]);
});

it("a change whose statement is unknown by now stays out of the next organisation's transaction", async () => {
  await openBehindProxy({ poolMax: 1 });
  const other = await createTenant();
  const { id } = await createArticle(other.admin);
  const payload = { name: "x", slug: "x" };
  const change = () =>
    runInTenant(pool, tenant.admin.context, async (tx) => {
      await one(tx);
      recordEvent(tx, tenant.admin.context, "tag.created", tenant.id, payload);
    });
  const { context } = other.admin;
  const find = () => runInTenant(pool, context, (tx) => articles.findById(tx, context.tenantId, id));
  await change();
  expect(await find()).toMatchObject({ id });
  // As a pooler does that gives this connection another of the server's, where only this statement is unknown.
  await runInTenant(pool, tenant.admin.context, async (tx) => {
    const known = sql.raw(
      `select name from pg_prepared_statements where statement like 'insert into "events"%'`,
    );
    for (const { name } of await tx.execute<{ name: string }>(known))
      await tx.execute(sql.raw(`deallocate "${name}"`));
  });
  const [changed, found] = await Promise.allSettled([change(), find()]);
  expect(changed).toMatchObject({ status: "fulfilled" });
  expect(found).toMatchObject({ status: "fulfilled", value: { id } });
});
