import { beforeAll, describe, expect, it } from "vitest";
import { call, callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

const program = startProgram({ STORAGE_ARTICLES_MAX: "20", STORAGE_MIB_MAX: "1" });
const kib = (count: number) => "x".repeat(count * 1024);
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTenant("Small Press");
});

const send = (method: string, path: string, body?: unknown, headers = {}, of = tenant) =>
  callJson(method, `/api/v1${path}`, { key: of.secretKeys.admin, headers, ...(body ? { body } : {}) });
const article = (title: string, content = "") => ({ title, content });

/** What the counters say, beside what is there. */
async function counted({ id }: TestTenant) {
  return asAdmin(program.database(), async (sql) => {
    const [row] = await sql`select
      (select coalesce(sum(bytes), 0)::int from article_totals where tenant_id = ${id}) as articles,
      (select coalesce(sum(octet_length(title) + octet_length(content)), 0)::int from articles where tenant_id = ${id}) as "articlesFound",
      (select coalesce(sum(total), 0)::int from tenant_totals where tenant_id = ${id} and subject = 'bytes:revisions') as revisions,
      (select coalesce(sum(octet_length(content)), 0)::int from article_revisions where tenant_id = ${id} and number > 1) as "revisionsFound",
      (select coalesce(sum(total), 0)::int from tenant_totals where tenant_id = ${id} and subject = 'bytes:answers') as answers,
      (select coalesce(sum(octet_length(answer)), 0)::int from idempotency_keys where tenant_id = ${id} and octet_length(answer) > 16384) as "answersFound",
      (select coalesce(sum(total), 0)::int from tenant_totals where tenant_id = ${id} and subject = 'tags') as tags,
      (select count(*)::int from tags where tenant_id = ${id}) as "tagsFound"`;
    return row as Record<string, number>;
  });
}

function expectAgreement(found: Record<string, number>): void {
  for (const name of ["articles", "revisions", "answers", "tags"])
    expect(found[name], name).toBe(found[`${name}Found`]);
}

describe("what an organisation stores", () => {
  it("is counted in bytes, whatever is done to it", async () => {
    const made = await send("POST", "/articles", { ...article("Größe", kib(30)), tags: ["a", "b"] });
    const { id } = made.body.data;
    await send("PATCH", `/articles/${id}`, { content: kib(40) });
    await send("PATCH", `/articles/${id}?autosave=true`, { content: kib(50) });
    await send("PATCH", `/articles/${id}?autosave=true`, { content: kib(45) });
    await send("POST", `/articles/${id}/publish`, undefined, { "idempotency-key": "large" });
    const found = await counted(tenant);
    expectAgreement(found);
    expect(found).toMatchObject({ articles: 45 * 1024 + 7, revisions: 85 * 1024, tags: 2 });
    expect(found.answers).toBeGreaterThan(45 * 1024);
    await send("DELETE", `/articles/${id}`);
    const left = await counted(tenant);
    expectAgreement(left);
    expect([left.articles, left.revisions]).toEqual([0, 0]);
  });

  it("is given back when answers expire, for all organisations at once", async () => {
    await asAdmin(program.database(), async (sql) => {
      await sql`update idempotency_keys set expires_at = now() - interval '1 hour'`;
      await sql`select app.delete_expired_idempotency_keys(1000)`;
    });
    const found = await counted(tenant);
    expectAgreement(found);
    expect(found.answers).toBe(0);
  });

  it("is told with the organisation's settings", async () => {
    const { storage } = (await send("GET", "/tenant")).body.data;
    expect(storage).toEqual({ articles: 20, comments: 200, tags: 20, bytes: 1024 * 1024 });
  });
});

describe("a plan's limit", () => {
  it("of bytes is named in the refusal, and nothing is kept of what exceeds it", async () => {
    const full = await createTenant("Full Press");
    const first = await send("POST", "/articles", article("One", kib(800)), {}, full);
    expect(first.status).toBe(201);
    const more = await send("POST", "/articles", article("Two", kib(300)), {}, full);
    expect([more.status, more.body.code]).toEqual([403, "quota_exceeded"]);
    expect(more.body.error).toMatch(/1,048,576 bytes/);
    const { id } = first.body.data;
    expect((await send("PATCH", `/articles/${id}`, { content: kib(600) }, {}, full)).status).toBe(403);
    expect((await send("PATCH", `/articles/${id}`, { title: "Renamed" }, {}, full)).status).toBe(200);
    expect((await send("PATCH", `/articles/${id}`, { title: "Again" }, {}, full)).status).toBe(403);
    expect((await send("GET", "/articles", undefined, {}, full)).body.meta.total).toBe(1);
    expect((await call("DELETE", `/api/v1/articles/${id}`, { key: full.secretKeys.admin })).status).toBe(204);
    expect((await send("POST", "/articles", article("Two", kib(300)), {}, full)).status).toBe(201);
  });

  it("of articles and tags holds for many writers at once", async () => {
    const busy = await createTenant("Busy Press");
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        send("POST", "/articles", article(`Number ${index}`), {}, busy),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(20);
    expect(statuses.filter((status) => status === 403)).toHaveLength(20);
    expect((await send("GET", "/articles", undefined, {}, busy)).body.meta.total).toBe(20);
    const tags = await Promise.all(
      Array.from({ length: 30 }, (_, index) => send("POST", "/tags", { name: `tag ${index}` }, {}, busy)),
    );
    expect(tags.filter(({ status }) => status === 201)).toHaveLength(20);
  });

  it("is each organisation's own", async () => {
    const other = await createTenant("Other Press");
    expect((await send("POST", "/articles", article("Free", kib(500)), {}, other)).status).toBe(201);
  });
});
