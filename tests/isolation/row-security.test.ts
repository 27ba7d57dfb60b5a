import { sql } from "drizzle-orm";
import type { TransactionSql } from "postgres";
import { uuidv7 } from "uuidv7";
import { beforeAll, describe, expect, it } from "vitest";
import type { TenantTx } from "@/db/tenant";
import { resolveSite } from "@/server/auth/resolve-site";
import type { TenantContext } from "@/server/auth/tenant-context";
import { readTenant, withTenant } from "@/server/platform/database";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { tableCases } from "../support/resources/collected";

/** Row security by itself: these queries carry no tenant predicate, as if a repository had forgotten it. */
const program = startProgram();
let first: TestTenant;
let second: TestTenant;

beforeAll(async () => {
  first = await createTenant("First");
  second = await createTenant("Second");
  for (const tenant of [first, second]) {
    await createArticle(tenant.admin, { title: `Draft of ${tenant.slug}`, tags: ["t"] });
    await createArticle(tenant.admin, { title: `News of ${tenant.slug}`, tags: ["t"], status: "published" });
  }
});

/** All that the program may read and that belongs to tenants. */
const tenantTables = Object.entries(tableCases)
  .filter(([, { rights, spansTenants }]) => rights?.includes("select") && spansTenants === undefined)
  .map(([table]) => table);

describe("without a tenant predicate", () => {
  it.each(tenantTables)("%s shows the tenant's own rows and no others", async (table) => {
    const rows = await readTenant(first.admin.context, (tx) =>
      tx.execute<{ tenant_id: string }>(sql.raw(`select distinct tenant_id from ${table}`)),
    );
    expect(rows.map((row) => row.tenant_id).filter((id) => id !== first.id)).toEqual([]);
  });

  it("users are those of the tenant", async () => {
    const emails = (
      await readTenant(first.viewer.context, (tx) =>
        tx.execute<{ email: string }>(sql`select email from users`),
      )
    ).map((row) => row.email);
    expect(emails).toHaveLength(4);
    expect(emails).not.toContain(second.admin.email);
  });

  it("an update or delete of everything touches only the tenant's own", async () => {
    await withTenant(first.admin.context, (tx) => tx.execute(sql`update articles set title = 'Mine'`));
    await withTenant(first.admin.context, (tx) => tx.execute(sql`delete from tags`));
    const titles = await readTenant(second.admin.context, (tx) =>
      tx.execute<{ title: string }>(sql`select title from articles order by title`),
    );
    expect(titles.map((row) => row.title)).toEqual([`Draft of ${second.slug}`, `News of ${second.slug}`]);
    expect(await readTenant(second.admin.context, (tx) => tx.execute(sql`select id from tags`))).toHaveLength(
      1,
    );
  });
});

describe("writing for another tenant", () => {
  const inFirst = (work: (tx: TenantTx) => Promise<unknown>) => withTenant(first.admin.context, work);
  const cause = (pattern: RegExp) => ({ cause: { message: expect.stringMatching(pattern) } });

  it("is refused on insert", async () => {
    const insert = inFirst((tx) =>
      tx.execute(
        sql`insert into tags (tenant_id, id, slug, name) values (${second.id}, ${uuidv7()}, 'x', 'x')`,
      ),
    );
    await expect(insert).rejects.toMatchObject(cause(/row-level security/));
  });

  it("is refused on update", async () => {
    const move = inFirst((tx) => tx.execute(sql`update articles set tenant_id = ${second.id}`));
    await expect(move).rejects.toMatchObject(cause(/row-level security/));
  });

  it("can't hang a row onto another tenant's: foreign keys are composite", async () => {
    const [article] = await readTenant(second.admin.context, (tx) =>
      tx.execute<{ id: string }>(sql`select id from articles limit 1`),
    );
    const like = inFirst((tx) =>
      tx.execute(
        sql`insert into likes (tenant_id, article_id, user_id) values (${first.id}, ${article?.id}, ${first.admin.userId})`,
      ),
    );
    await expect(like).rejects.toMatchObject({ kind: "foreign_key" });
    const byStranger = inFirst((tx) =>
      tx.execute(
        sql`insert into articles (tenant_id, id, author_id, slug, title, content) values (${first.id}, ${uuidv7()}, ${second.admin.userId}, 's', 't', 'c')`,
      ),
    );
    await expect(byStranger).rejects.toMatchObject({ kind: "foreign_key" });
  });

  it("may use a slug that the other has: uniqueness doesn't tell what others have", async () => {
    const [one, two] = [
      await createArticle(first.admin, { slug: "same-slug" }),
      await createArticle(second.admin, { slug: "same-slug" }),
    ];
    expect([one.slug, two.slug]).toEqual(["same-slug", "same-slug"]);
  });
});

describe("the public audience", () => {
  it("finds no unpublished article, even where a query forgets to ask", async () => {
    const visitor = await resolveSite(second.slug, "r");
    const rows = await readTenant(visitor, (tx) =>
      tx.execute<{ status: string }>(sql`select distinct status from articles`),
    );
    expect(rows).toEqual([{ status: "published" }]);
    const found = await readTenant(visitor, (tx) =>
      tx.execute(sql`select id from app.search_articles('draft', null, null, null, null, 10, 0)`),
    );
    expect(found).toEqual([]);
  });

  it("finds no revision, not even of a published article", async () => {
    const visitor = await resolveSite(second.slug, "r");
    expect(await readTenant(visitor, (tx) => tx.execute(sql`select id from article_revisions`))).toEqual([]);
    expect(
      await readTenant(second.viewer.context, (tx) => tx.execute(sql`select id from article_revisions`)),
    ).not.toEqual([]);
  });

  it("finds nothing of how the organisation works, and only the people who are shown on its pages", async () => {
    const visitor = await resolveSite(second.slug, "r");
    const read = (statement: string, context: TenantContext = visitor) =>
      readTenant(context, (tx) => tx.execute<{ id: string }>(sql.raw(statement)));
    for (const table of ["events", "api_keys"]) {
      expect(await read(`select id from ${table}`), table).toEqual([]);
      expect(await read(`select id from ${table}`, second.admin.context), table).not.toEqual([]);
    }
    const drafts = "select article_id as id from article_tags where article_id in (select id from articles)";
    expect(await read(drafts)).toHaveLength(1);
    expect((await read("select article_id as id from article_tags")).length).toBe(1);
    const people = (await read("select user_id as id from members")).map((row) => row.id);
    expect(people).toEqual([second.admin.userId]);
  });
});

describe("what somebody wrote", () => {
  it("doesn't go with the writer's row: an organisation is deleted from its articles on", async () => {
    const tenant = await createTenant("Ending");
    await createArticle(tenant.author, { title: "Stays" });
    await asAdmin(program.database(), async (owner) => {
      const inTenant = <T>(work: (tx: TransactionSql) => Promise<T>) =>
        owner.begin(async (tx) => {
          await tx`select set_config('app.tenant_id', ${tenant.id}, true)`;
          return work(tx);
        });
      const remove = inTenant((tx) => tx`delete from members where user_id = ${tenant.author.userId}`);
      await expect(remove).rejects.toThrow(/foreign key/);
      const left = await inTenant((tx) => tx`select id from articles where tenant_id = ${tenant.id}`);
      expect(left).toHaveLength(1);
      await inTenant(async (tx) => {
        await tx`delete from articles where tenant_id = ${tenant.id}`;
        await tx`delete from tenants where id = ${tenant.id}`;
      });
      expect(await inTenant((tx) => tx`select id from articles where tenant_id = ${tenant.id}`)).toEqual([]);
    });
  });
});
