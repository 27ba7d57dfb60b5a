import { uuidv7 } from "uuidv7";
import { beforeAll, describe, expect, it } from "vitest";
import { createArticle as createThrough } from "@/server/articles/write";
import { buildTenantContext } from "@/server/auth/build-tenant-context";
import type { TenantContext } from "@/server/auth/tenant-context";
import { createComment } from "@/server/comments/service";
import { setLike } from "@/server/likes/service";
import { withTenant } from "@/server/platform/database";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

/** Counters of what many write at once: nobody waits for another's commit, and all of it is counted. */
const crowdSize = 64;
// Twice as many and a few: one organisation gets half of them.
const program = startProgram({ DATABASE_POOL_MAX: `${2 * (crowdSize + 6)}` });
let tenant: TestTenant;
let people: TenantContext[];

beforeAll(async () => {
  tenant = await createTenant();
  const { tenantId, tenantSlug, tenantName } = tenant.admin.context;
  const ids = Array.from({ length: crowdSize }, () => uuidv7());
  await asAdmin(program.database(), async (sql) => {
    const all = `{${ids.join(",")}}`;
    await sql`insert into users (id, email, email_normalised, name, password_hash)
      select id, id, id, 'Reader', '$argon2id$' from unnest(${all}::uuid[]) id`;
    await sql`insert into members (tenant_id, user_id, role, name)
      select ${tenantId}, id, 'author', 'Reader' from unnest(${all}::uuid[]) id`;
  });
  people = ids.map((userId) =>
    buildTenantContext({
      tenantId,
      tenantSlug,
      tenantName,
      userId,
      role: "author",
      audience: "staff",
      actor: { type: "member", id: userId, name: "Reader" },
      requestId: "test-request",
    }),
  );
});

const likesOf = async (id: string) =>
  (await callJson("GET", `/api/v1/articles/${id}`, { key: tenant.secretKeys.admin })).body.data.counts.likes;

/**
 * Lets everyone do `work` in a transaction of their own, and lets none commit before all have done theirs: if one
 * waited for another's commit, nobody would ever be done.
 */
async function allBeforeAnyCommits(work: (context: TenantContext) => Promise<unknown>): Promise<void> {
  let done = 0;
  let goOn: () => void = () => undefined;
  const everyoneIsDone = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await Promise.all(
    people.map((context) =>
      withTenant(context, async (_tx, inner) => {
        await work(inner);
        if (++done === people.length) goOn();
        await everyoneIsDone;
      }),
    ),
  );
}

describe("64 people on 64 connections", () => {
  it("like one article, none waiting for another's commit", async () => {
    const { id } = await createArticle(tenant.admin, { status: "published" });
    await allBeforeAnyCommits((context) => setLike(context, id, true));
    expect(await likesOf(id)).toBe(crowdSize);
    await allBeforeAnyCommits((context) => setLike(context, id, false));
    expect(await likesOf(id)).toBe(0);
  });

  it("comment on one article, none waiting for another's commit", async () => {
    const { id } = await createArticle(tenant.admin, { status: "published" });
    await allBeforeAnyCommits((context) => createComment(context, id, "Yes."));
    const { data } = (await callJson("GET", `/api/v1/articles/${id}`, { key: tenant.secretKeys.admin })).body;
    const [row] = await asAdmin(
      program.database(),
      (sql) =>
        sql`select count(*) filter (where status = 'approved')::int as approved, count(*)::int as all from comments where article_id = ${id}`,
    );
    expect([data.counts.comments, row?.all]).toEqual([row?.approved, crowdSize]);
  });

  it("write articles, none waiting for another's commit", async () => {
    const total = async () =>
      (await callJson("GET", "/api/v1/articles?limit=1", { key: tenant.secretKeys.admin })).body.meta.total;
    const before = await total();
    await allBeforeAnyCommits((context) =>
      createThrough(context, {
        title: "At once",
        content: "x",
        status: "draft",
        slug: `at-once-${context.userId}`,
      }),
    );
    expect((await total()) - before).toBe(crowdSize);
  });
});

describe("a transaction that is held open", () => {
  it("keeps nobody else from liking the article, before or after it commits", async () => {
    const { id } = await createArticle(tenant.admin, { status: "published" });
    const [first, ...others] = people;
    if (!first) throw new Error("there are people");
    await withTenant(first, async (_tx, inner) => {
      await setLike(inner, id, true);
      await Promise.all(others.map((context) => setLike(context, id, true)));
      expect(await likesOf(id)).toBe(crowdSize - 1);
    });
    expect(await likesOf(id)).toBe(crowdSize);
  });
});

describe("slots of a counter", () => {
  it("are one where writers come one after the other, and all of them add up after any mix", async () => {
    const { id } = await createArticle(tenant.admin, { status: "published" });
    const slots = () =>
      asAdmin(
        program.database(),
        (sql) =>
          sql`select sum(likes)::int as sum, count(*)::int as count from article_counts where article_id = ${id}`,
      );
    for (const context of people.slice(0, 20)) await setLike(context, id, true);
    expect(await slots()).toEqual([{ sum: 20, count: 1 }]);
    await Promise.all(people.map((context, index) => setLike(context, id, index % 3 === 0)));
    expect(await likesOf(id)).toBe(people.filter((_, index) => index % 3 === 0).length);
    const [{ count } = { count: 0 }] = await slots();
    expect(count).toBeLessThanOrEqual(crowdSize + 6);
    const { data } = (await callJson("GET", "/api/v1/statistics", { key: tenant.secretKeys.admin })).body;
    const [row] = await asAdmin(
      program.database(),
      (sql) => sql`select count(*)::int as likes from likes where tenant_id = ${tenant.id}`,
    );
    expect(data.likes).toBe(row?.likes);
  });
});
