import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Database } from "@/db/database";
import { ConstraintError, DatabaseUnavailableError } from "@/db/errors";
import * as articles from "@/db/repositories/articles";
import * as tags from "@/db/repositories/tags";
import { prepareChange } from "@/db/statement";
import type { TenantTx } from "@/db/tenant";
import { runInTenant } from "@/db/transaction";
import { afterCommit, withTenant } from "@/server/platform/database";
import { createTag } from "@/server/tags/service";
import { adminUrlOf } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { watchStatements } from "../support/sent-statements";

const program = startProgram();
let sent: ReturnType<typeof watchStatements>;
let tenant: TestTenant;
let database: Database;

beforeAll(async () => {
  tenant = await createTenant();
  database = new Database({
    url: program.database().appUrl,
    poolMax: 4,
    acquireTimeoutMs: 1_000,
    transactionTimeoutMs: 4_000,
  });
  sent = watchStatements(database);
});

afterAll(() => database.close());

const inTenant = <T>(work: (tx: TenantTx) => Promise<T>, readOnly = false) =>
  runInTenant(database, tenant.admin.context, work, { readOnly });

/** What every transaction begins with. */
const beginning = (begin: string) =>
  `${begin}; set local app.tenant_id = '${tenant.id}'; set local app.user_id = '${tenant.admin.userId}'; set local app.audience = 'staff'`;

const nothing = prepareChange(sql`select 1`);
const one = (tx: TenantTx) => tx.execute<{ one: number }>(sql`select 1 as one`);

describe("a tenant's transaction", () => {
  it("gives back what the work returns, and commits", async () => {
    const { id } = await createArticle(tenant.admin);
    await inTenant((tx) => articles.update(tx, tenant.admin.context.tenantId, id, { title: "Changed" }));
    const found = await inTenant((tx) => articles.findById(tx, tenant.admin.context.tenantId, id), true);
    expect(found).toMatchObject({ title: "Changed", version: 2 });
  });

  it("rolls everything back when the work throws", async () => {
    const { id } = await createArticle(tenant.admin);
    const failing = inTenant(async (tx) => {
      await articles.update(tx, tenant.admin.context.tenantId, id, { title: "Lost" });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    const found = await inTenant((tx) => articles.findById(tx, tenant.admin.context.tenantId, id), true);
    expect(found?.title).toBe("A title");
  });

  it("doesn't pass a rolled-back transaction off as committed when the work swallowed an error", async () => {
    const swallowing = inTenant(async (tx) => {
      await tx.execute(sql`select 1/0`).catch(() => undefined);
      return "done";
    });
    await expect(swallowing).rejects.toThrow(/rolled back/);
  });

  it("refuses queries after its end", async () => {
    let leaked: TenantTx | undefined;
    await inTenant(async (tx) => {
      leaked = tx;
      await one(tx);
    });
    await expect(leaked && one(leaked)).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/after its transaction had ended/) },
    });
  });

  it("is read-only when asked to be", async () => {
    const writing = inTenant((tx) => tx.execute(sql`delete from articles`), true);
    await expect(writing).rejects.toMatchObject({ cause: { message: expect.stringMatching(/read-only/) } });
  });

  it("leaves no tenant behind on its connection", async () => {
    await inTenant(one);
    const pool = postgres(program.database().appUrl, { max: 1 });
    await pool`select set_config('app.tenant_id', ${tenant.id}, true)`;
    const [row] =
      await pool`select current_setting('app.tenant_id', true) as tenant, (select count(*)::int from articles) as seen`;
    expect(row).toEqual({ tenant: "", seen: 0 });
    await pool.end();
    const settings = ["tenant_id", "user_id", "audience"].map(
      (name) => sql`current_setting(${`app.${name}`}, true)`,
    );
    const left = await database.use(null, ({ queries }) =>
      queries.execute(sql`select concat(${sql.join(settings, sql`, `)}) as settings`),
    );
    expect([...left]).toEqual([{ settings: "" }]);
  });

  it("sends the tenant and what is read at once together, and waits once", async () => {
    sent.clear();
    await inTenant((tx) => tx.inOrder([() => one(tx), () => one(tx)]), true);
    expect(sent.trips()).toEqual([
      [beginning("begin read only"), "select 1 as one", "select 1 as one", "commit"],
    ]);
  });

  it("sends BEGIN, the tenant and what is asked first together, and COMMIT when the work is done", async () => {
    sent.clear();
    await inTenant(async (tx) => {
      await Promise.all([one(tx), one(tx)]);
      await one(tx);
    });
    expect(sent.trips()).toEqual([
      [beginning("begin"), "select 1 as one", "select 1 as one"],
      ["select 1 as one"],
      ["commit"],
    ]);
  });

  const quoted = "'; set local app.tenant_id = '";
  it.each([
    { tenantId: quoted },
    { tenantId: "" },
    { userId: quoted },
    { userId: "" },
    { userId: `${"0".repeat(8)}-0000-0000-0000-${"0".repeat(12)}\n` },
    { audience: quoted },
  ])("sends nothing for %o, which is no tenant, user or audience", async (part) => {
    const scope = Object.assign({ ...tenant.admin.context }, part);
    for (const readOnly of [true, false]) {
      sent.clear();
      await expect(runInTenant(database, scope, (tx) => tx.run(nothing, {}), { readOnly })).rejects.toThrow(
        /malformed/,
      );
      expect(sent.trips()).toEqual([]);
    }
  });

  it("sends nothing where nothing is asked", async () => {
    sent.clear();
    expect(await inTenant(async () => "done")).toBe("done");
    expect(sent.trips()).toEqual([]);
  });

  it("names the constraint that was violated", async () => {
    const [first, second] = [await createArticle(tenant.admin), await createArticle(tenant.admin)];
    const clash = inTenant((tx) =>
      articles.update(tx, tenant.admin.context.tenantId, second.id, { slug: first.slug }),
    );
    await expect(clash).rejects.toSatisfy(
      (error) => error instanceof ConstraintError && error.constraint === "articles_tenant_id_slug_key",
    );
  });

  it("runs again after a deadlock, so that both of two crossing writers succeed", async () => {
    const [a, b] = [await createArticle(tenant.admin), await createArticle(tenant.admin)];
    const { tenantId } = tenant.admin.context;
    let meet: () => void = () => undefined;
    const bothHoldOne = new Promise<void>((resolve) => {
      let count = 0;
      meet = () => void (++count === 2 && resolve());
    });
    const write = (first: string, second: string) =>
      inTenant(async (tx) => {
        await articles.update(tx, tenantId, first, { title: "Crossed" });
        meet();
        await bothHoldOne;
        await articles.update(tx, tenantId, second, { title: "Crossed" });
      });
    await Promise.all([write(a.id, b.id), write(b.id, a.id)]);
    const found = await inTenant((tx) => articles.findById(tx, tenantId, a.id), true);
    expect(found?.version).toBe(3);
  });
});

describe("when Postgres isn't there", () => {
  it("fails as unavailable when the backend is killed, and works again at once", async () => {
    const admin = postgres(adminUrlOf(program.database()), { max: 1 });
    const killed = inTenant(async (tx) => {
      const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await admin`select pg_terminate_backend(${row?.pid ?? 0}::int)`;
      await one(tx);
    });
    await expect(killed).rejects.toBeInstanceOf(DatabaseUnavailableError);
    expect(await inTenant(one, true)).toEqual([{ one: 1 }]);
    await admin.end();
  });

  it("survives a backend that is killed between two queries, while nothing is sent", async () => {
    const admin = postgres(adminUrlOf(program.database()), { max: 1 });
    const killed = inTenant(async (tx) => {
      const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await admin`select pg_terminate_backend(${row?.pid ?? 0}::int)`;
      await new Promise((resolve) => setTimeout(resolve, 200));
      await one(tx);
    });
    await expect(killed).rejects.toBeInstanceOf(DatabaseUnavailableError);
    await admin.end();
  });

  it("gives up on a transaction that takes too long, and gives the connection's place back", async () => {
    const slow = () => inTenant((tx) => tx.execute(sql`select pg_sleep(10)`));
    const results = await Promise.allSettled([slow(), slow(), slow(), slow(), slow()]);
    for (const result of results) {
      expect(result.status === "rejected" && result.reason).toBeInstanceOf(DatabaseUnavailableError);
    }
    expect(await inTenant(one, true)).toEqual([{ one: 1 }]);
  });

  it("keeps a bounded number of statements ready, and answers others all the same", async () => {
    const ask = (tx: TenantTx, index: number) =>
      tx.execute(sql`select ${index}::int + ${sql.raw(String(index))} as number`);
    const kept = (tx: TenantTx) => tx.execute(sql`select statement from pg_prepared_statements`);
    const pool = new Database({ url: program.database().appUrl, poolMax: 1 });
    const { context } = tenant.admin;
    await runInTenant(pool, context, async (tx) => {
      for (let index = 0; index < 1_200; index++)
        expect(await ask(tx, index)).toEqual([{ number: 2 * index }]);
      expect((await kept(tx)).length).toBeGreaterThan(900);
      expect((await kept(tx)).length).toBeLessThanOrEqual(1_000);
    });
    // The next transaction has another connection.
    expect((await runInTenant(pool, context, kept)).length).toBeLessThan(10);
    await pool.close();
  });

  it("leaves others half of the connections, whatever one tenant has under way", async () => {
    const other = await createTenant();
    let finish: () => void = () => undefined;
    const order: string[] = [];
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const busy = Array.from({ length: 6 }, (_, index) =>
      inTenant(async (tx) => {
        await one(tx);
        order.push(`began ${index}`);
        await finished;
      }),
    );
    await expect.poll(() => order.length).toBe(2);
    // Were the first four connections all taken, these would fail after a second.
    for (let turn = 0; turn < 3; turn++) await runInTenant(database, other.admin.context, one);
    expect(order.sort()).toEqual(["began 0", "began 1"]);
    finish();
    await Promise.all(busy);
    expect(order.sort()).toEqual(busy.map((_, index) => `began ${index}`));
  });

  it("gives up on work that waits too long for its tenant's share, and on nothing else", async () => {
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const holding = Array.from({ length: 2 }, () => inTenant(() => finished));
    await expect(inTenant(one, true)).rejects.toBeInstanceOf(DatabaseUnavailableError);
    finish();
    await Promise.all(holding);
    expect(await inTenant(one, true)).toEqual([{ one: 1 }]);
  });

  it("says so within the time for a connection when nothing listens", async () => {
    const nowhere = new Database({
      url: "postgres://masthead_app:x@127.0.0.1:1/none",
      poolMax: 1,
      acquireTimeoutMs: 500,
    });
    const asked = runInTenant(nowhere, tenant.admin.context, one);
    await expect(asked).rejects.toBeInstanceOf(DatabaseUnavailableError);
    await nowhere.close();
  });
});

describe("a context that holds its transaction", () => {
  const tagsOf = (name: string) =>
    withTenant(tenant.admin.context, (tx) =>
      tx.execute(sql`select from tags where tenant_id = ${tenant.id} and name = ${name}`),
    );

  it("is joined, also by a copy, and all of it is rolled back together", async () => {
    const failing = withTenant(tenant.admin.context, async (_, inner) => {
      await createTag(inner, { name: "Inner" });
      await createTag({ ...inner, requestId: "another" }, { name: "Copied" });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await tagsOf("Inner")).toHaveLength(0);
    expect(await tagsOf("Copied")).toHaveLength(0);
  });

  it("does what waits for its commit only then", async () => {
    const order: string[] = [];
    await withTenant(tenant.admin.context, async (_, inner) => {
      await afterCommit(inner, () => order.push("after"));
      order.push("work");
    });
    expect(order).toEqual(["work", "after"]);
  });

  it("opens nothing after its end, and no other tenant's", async () => {
    const kept = await withTenant(tenant.admin.context, async (tx, inner) => {
      await one(tx);
      const other = { ...inner, tenantId: (await createTenant()).admin.context.tenantId };
      await expect(withTenant(other, one)).rejects.toThrow(/another tenant/);
      return inner;
    });
    await expect(withTenant(kept, one)).rejects.toThrow(/had ended/);
  });

  it("is not run again where it must not be: a deadlock is said to be unavailability", async () => {
    let runs = 0;
    const deadlocked = withTenant(
      tenant.admin.context,
      async (tx) => {
        runs++;
        await tx.execute(sql`do $$ begin raise exception using errcode = '40P01'; end $$`);
      },
      { attemptsMax: 1 },
    );
    await expect(deadlocked).rejects.toBeInstanceOf(DatabaseUnavailableError);
    expect(runs).toBe(1);
  });
});

describe("statements", () => {
  it("are sent in the order of their steps, in one round trip", async () => {
    const { tenantId } = tenant.admin.context;
    const id = "01890000-0000-7000-8000-000000000001";
    sent.clear();
    const [, made] = await inTenant((tx) =>
      tx.inOrder([
        () => tags.insertMissing(tx, tenantId, [{ id, slug: "ordered", name: "Ordered" }]),
        () => tags.findById(tx, tenantId, id),
      ]),
    );
    expect(made).toMatchObject({ name: "Ordered" });
    expect(sent.trips()).toHaveLength(2);
  });

  it("in order must be sent when their step is called", async () => {
    const late = inTenant((tx) => tx.inOrder([() => Promise.resolve().then(() => one(tx)), () => one(tx)]));
    await expect(late).rejects.toThrow(/sent nothing when it was called/);
  });

  it("that nobody waits for fail the transaction with what was wrong", async () => {
    const failing = inTenant(async (tx) => {
      tx.enqueue(prepareChange(sql`select 1 / ${sql.placeholder("zero")}::int`), { zero: 0 });
    });
    await expect(failing).rejects.toMatchObject({ cause: { code: "22012" } });
    const unsendable = inTenant(async (tx) => {
      tx.enqueue(prepareChange(sql`select ${sql.placeholder("value")}::int`), { value: undefined });
    });
    await expect(unsendable).rejects.toThrow(TypeError);
  });
});
