import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashKey } from "@/server/auth/key-format";
import { resolveKey } from "@/server/auth/resolve-key";
import { planSeed, seedPassword } from "../../scripts/bench/seed/plan";
import { seed } from "../../scripts/bench/seed/run";
import { asAdmin, createTestDatabase, type TestDatabase } from "../support/database";
import { startProgram } from "../support/program";

const size = { tenants: 20, articles: 600 };
const program = startProgram();

/** Every row of what a seed writes, in an order of its own, as one hash for each table. */
const tables = [
  "tenants",
  "users",
  "members",
  "api_keys",
  "tags",
  "articles",
  "article_tags",
  "likes",
  "comments",
];

function hashes(database: TestDatabase) {
  return asAdmin(database, async (sql) => {
    const found: Record<string, unknown> = {};
    for (const table of [...tables, "events"]) {
      const [row] = await sql`
        select count(*)::int as rows, md5(string_agg(t::text, '|' order by t::text)) as hash from ${sql(table)} t`;
      found[table] = row;
    }
    return found;
  });
}

describe("a seed", () => {
  let other: TestDatabase;
  beforeAll(async () => {
    other = await createTestDatabase();
    await Promise.all([seed(program.database().ownerUrl, size), seed(other.ownerUrl, size)]);
  });
  afterAll(() => other.drop());

  test("is the same in every database, to the last column", async () => {
    expect(await hashes(program.database())).toEqual(await hashes(other));
  });

  test("has as many articles in each organisation as planned, and fills every table", async () => {
    await asAdmin(other, async (sql) => {
      const rows =
        await sql`select t.slug, count(*)::int as articles from tenants t join articles a on a.tenant_id = t.id
        group by t.slug`;
      const planned = planSeed(size).map(({ slug, articles }) => [slug, articles]);
      expect(Object.fromEntries(rows.map((row) => [row.slug, row.articles]))).toEqual(
        Object.fromEntries(planned),
      );
    });
    for (const found of Object.values(await hashes(other))) expect(found).not.toMatchObject({ rows: 0 });
  });

  test("counts what it wrote: totals, likes and comments are those of the rows", async () => {
    await asAdmin(other, async (sql) => {
      const [wrong] = await sql`
        with counted as (
          select tenant_id, 'all' as scope, status, count(*) as n from articles group by 1, 3
          union all select tenant_id, 'author:' || author_id, status, count(*) from articles group by 1, 2, 3),
        kept as (select tenant_id, scope, status, sum(total) as n from article_totals group by 1, 2, 3)
        select count(*)::int as n from counted full join kept using (tenant_id, scope, status)
        where counted.n is distinct from kept.n`;
      expect(wrong).toEqual({ n: 0 });
      const [off] = await sql`
        select count(*)::int as n, sum(likes)::int as likes, sum(comments)::int as comments from (
          select (select count(*) from likes l where (l.tenant_id, l.article_id) = (a.tenant_id, a.id)) as likes,
            (select count(*) from comments c where (c.tenant_id, c.article_id) = (a.tenant_id, a.id)) as comments,
            (select coalesce(sum(c.likes), 0) from article_counts c where (c.tenant_id, c.article_id) = (a.tenant_id, a.id)) as kept_likes,
            (select coalesce(sum(c.comments), 0) from article_counts c where (c.tenant_id, c.article_id) = (a.tenant_id, a.id)) as kept_comments
          from articles a) x where likes <> kept_likes or comments <> kept_comments`;
      expect(off).toEqual({ n: 0, likes: null, comments: null });
    });
  });

  test("makes nothing twice, and goes on where it was interrupted", async () => {
    const before = await hashes(other);
    const [, second] = planSeed(size);
    expect(await seed(other.ownerUrl, size)).toMatchObject({ written: 0 });
    await asAdmin(other, async (sql) => {
      // The triggers that count run as the owner, whom row security binds to this setting.
      await sql`select set_config('app.tenant_id', ${second?.id ?? ""}, false)`;
      await sql`delete from articles where tenant_id = ${second?.id ?? ""}`;
      await sql`delete from tenants where id = ${second?.id ?? ""}`;
      await sql`delete from users where not exists (select from members where user_id = users.id)`;
    });
    expect(await seed(other.ownerUrl, size)).toMatchObject({ written: 1 });
    expect(await hashes(other)).toEqual(before);
  });

  test("refuses to mix with a seed of another size", async () => {
    await expect(seed(other.ownerUrl, { tenants: 20, articles: 6_000 })).rejects.toThrow(/another size/);
  });

  test("its keys and passwords are good for signing in", async () => {
    const { verifyPassword } = await import("@/server/auth/passwords");
    const [tenant] = planSeed(size);
    const context = await resolveKey(hashKey(tenant?.secretKey.key ?? ""), {
      requestId: "test",
      address: null,
    });
    expect(context).toMatchObject({ tenantId: tenant?.id, role: "admin", audience: "staff" });
    const [user] = await asAdmin(other, (sql) => sql`select password_hash from users limit 1`);
    expect(await verifyPassword(user?.password_hash, seedPassword)).toBe(true);
  });
});
