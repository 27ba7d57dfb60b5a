import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { NoWorkerNotice } from "@/app/(dashboard)/articles/no-worker-notice";
import { tenantsWithDueArticles } from "@/db/repositories/outside-tenants/article-schedules";
import { startHeartbeat } from "@/server/jobs/heartbeat";
import { changeRole, removeMember } from "@/server/members/service";
import { database } from "@/server/platform/database";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { addMember, createArticle, createTenant, type TestMember } from "../support/factories";
import { startProgram } from "../support/program";
import { applyWith, eventsOf, letPass } from "../support/schedules";

/** What the worker does with what is due. */
const program = startProgram();

const inHours = (count: number) => new Date(Date.now() + count * 3_600_000);
const plan = async (member: TestMember, input: Parameters<typeof createArticle>[1] = {}) =>
  (await createArticle(member, { publishAt: inHours(1), ...input })).id;
const pass = (...ids: string[]) => letPass(program.database(), ids);
const read = async (member: TestMember, id: string) =>
  (await callJson("GET", `/api/v1/articles/${id}`, { session: member.token })).body.data;
const typesOf = async (id: string) => (await eventsOf(program.database(), [id])).map(({ type }) => type);

describe.each([1, 2, 4])("with workers: %i", (workers) => {
  it("publishes each article once, in the order of their times, by order of who planned it", async () => {
    const { admin, publishableKey } = await createTenant();
    const ids = await Promise.all(Array.from({ length: 30 }, () => plan(admin)));
    const untouched = await plan(admin);
    // Cached answers end with it.
    const listed = () => callJson("GET", "/api/v1/articles?limit=100", { key: publishableKey });
    expect((await listed()).body.meta.total).toBe(0);
    await pass(...ids);
    await applyWith(workers);
    expect((await listed()).body.meta.total).toBe(30);
    const events = (await eventsOf(program.database(), ids)).filter(
      ({ type }) => type === "article.published",
    );
    expect(events.map((event) => event.subject_id)).toEqual(ids);
    for (const event of events)
      expect(event).toMatchObject({
        actor_type: "system",
        actor_id: admin.userId,
        actor_name: "Ada Admin",
        payload: { title: "A title", scheduledFor: expect.any(String) },
      });
    const first = await read(admin, ids[0] ?? "");
    expect(first).toMatchObject({ status: "published", version: 2, publishAt: null, scheduleProblem: null });
    // The time that was planned, and not the one at which a worker was there.
    expect(first.publishedAt).toBe(events[0]?.payload.scheduledFor);
    expect(await read(admin, untouched)).toMatchObject({ status: "draft", version: 1 });
  });

  it("takes back what is to end", async () => {
    const { admin, publishableKey } = await createTenant();
    const { id } = await createArticle(admin, { status: "published", unpublishAt: inHours(1) });
    const shown = async () =>
      (await callJson("GET", `/api/v1/articles/${id}`, { key: publishableKey })).status;
    expect(await shown()).toBe(200);
    await pass(id);
    await applyWith(workers);
    expect(await shown()).toBe(404);
    expect(await read(admin, id)).toMatchObject({ status: "draft", unpublishAt: null, version: 2 });
    expect((await typesOf(id)).filter((type) => type === "article.unpublished")).toHaveLength(1);
  });
});

describe("what is planned", () => {
  it("keeps the date of a first publication, and its end", async () => {
    const { admin } = await createTenant();
    const publishedAt = new Date("2019-05-01T08:00:00Z");
    const unpublishAt = inHours(5);
    const id = await plan(admin, { publishedAt, unpublishAt });
    await asAdmin(program.database(), (sql) => sql`update articles set publish_at = now() where id = ${id}`);
    await applyWith(1);
    expect(await read(admin, id)).toMatchObject({
      status: "published",
      publishedAt: publishedAt.toISOString(),
      unpublishAt: unpublishAt.toISOString(),
    });
  });

  it("is not done where its end has passed too, until it is planned anew", async () => {
    const { admin } = await createTenant();
    const id = await plan(admin, { unpublishAt: inHours(2) });
    await pass(id);
    await applyWith(2);
    expect(await read(admin, id)).toMatchObject({ status: "draft", scheduleProblem: "window_passed" });
    expect(await typesOf(id)).toEqual(["article.created", "article.scheduled", "article.schedule_held"]);
    const patch = (body: object) =>
      callJson("PATCH", `/api/v1/articles/${id}`, { session: admin.token, body });
    // A later end alone is no wish to have it published at once.
    expect((await patch({ unpublishAt: inHours(3) })).body.data.scheduleProblem).toBe("window_passed");
    await applyWith(1);
    expect((await patch({ publishAt: inHours(1) })).body.data.scheduleProblem).toBeNull();
    expect(await read(admin, id)).toMatchObject({ status: "draft" });
  });

  it.each([
    ["removed", (admin: TestMember, userId: string) => removeMember(admin.context, userId)],
    ["made a viewer", (admin: TestMember, userId: string) => changeRole(admin.context, userId, "viewer")],
  ])("is not done for somebody who was %s, until somebody else plans it", async (_how, demote) => {
    const { admin } = await createTenant();
    const planner = await addMember(admin.context, "editor");
    const id = await plan(planner);
    await demote(admin, planner.userId);
    await pass(id);
    await applyWith(2);
    const held = await read(admin, id);
    expect(held).toMatchObject({ status: "draft", scheduleProblem: "not_allowed", version: 2 });
    await applyWith(1);
    expect((await read(admin, id)).version).toBe(2);
    const body = { publishAt: inHours(1) };
    await callJson("PATCH", `/api/v1/articles/${id}`, { session: admin.token, body });
    await pass(id);
    await applyWith(1);
    expect(await read(admin, id)).toMatchObject({ status: "published", scheduleProblem: null });
    const events = await eventsOf(program.database(), [id]);
    expect(events.at(-1)).toMatchObject({ type: "article.published", actor_id: admin.userId });
  });

  it("is not done for an author whose article was handed over", async () => {
    const { admin, author, editor } = await createTenant();
    const id = await plan(author);
    const body = { authorId: editor.userId };
    await callJson("PATCH", `/api/v1/articles/${id}`, { session: admin.token, body });
    await pass(id);
    await applyWith(1);
    expect(await read(admin, id)).toMatchObject({ status: "draft", scheduleProblem: "not_allowed" });
  });
});

describe("organisations", () => {
  it("are told by the due articles, each once, whoever has the most", async () => {
    const [busy, other] = [await createTenant(), await createTenant()];
    const ids = await Promise.all([plan(busy.admin), plan(other.admin)]);
    await pass(...ids);
    await asAdmin(program.database(), async (sql) => {
      await sql`select set_config('app.tenant_id', ${busy.id}, false)`;
      await sql`insert into articles (tenant_id, id, author_id, slug, title, content, publish_at, scheduled_by)
        select ${busy.id}, gen_random_uuid(), ${busy.admin.userId}, 'bulk-' || n, 'Bulk', '', now() - interval '1 day', ${busy.admin.userId}
        from generate_series(1, 1500) n`;
    });
    const due = async (max: number) =>
      (await tenantsWithDueArticles(database(), max)).map(({ tenantId }) => tenantId);
    expect((await due(100)).sort()).toEqual([busy.id, other.id].sort());
    expect(await due(1)).toHaveLength(1);
    await asAdmin(program.database(), async (sql) => {
      await sql`select set_config('app.tenant_id', ${busy.id}, false)`;
      await sql`delete from articles where slug like 'bulk-%'`;
    });
    expect((await due(100)).sort()).toEqual([busy.id, other.id].sort());
    await applyWith(2);
    expect(await due(100)).toEqual([]);
  });
});

it("the dashboard says that what is scheduled waits, as long as no worker is alive", async () => {
  const { admin } = await createTenant();
  const scheduled = await createArticle(admin, { publishAt: inHours(1) });
  const notice = (articles: (typeof scheduled)[]) => NoWorkerNotice({ articles });
  expect(await notice([await createArticle(admin)])).toBeNull();
  expect(await notice([scheduled])).not.toBeNull();
  const ending = new AbortController();
  await startHeartbeat(randomUUID(), ending.signal, () => undefined);
  expect(await notice([scheduled])).toBeNull();
  ending.abort();
});
