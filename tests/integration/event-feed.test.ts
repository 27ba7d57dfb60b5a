import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { archiveArticle, publishArticle } from "@/server/articles/status";
import { deleteArticle, updateArticle } from "@/server/articles/write";
import { encodeFeedCursor } from "@/server/events/cursor";
import { numberEvents } from "@/server/events/numbering";
import { eventResponses, type PublicEvent } from "@/server/events/public-event";
import { recordEvent } from "@/server/events/record";
import { invite } from "@/server/members/invitations";
import { withTenant } from "@/server/platform/database";
import { call, callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

const program = startProgram();

interface Feed {
  data: PublicEvent[];
  meta: { nextCursor: string; hasMore: boolean; limit: number };
}

/** What the feed answers to a key. */
async function feed(key: string, query = ""): Promise<Feed> {
  const { status, body, text } = await callJson("GET", `/api/v1/events${query}`, { key });
  expect(status, text).toBe(200);
  return body;
}

/** Where the feed is now. */
const latest = async (key: string) => (await feed(key, "?after=latest")).meta.nextCursor;
const typesOf = ({ data }: Feed) => data.map(({ type }) => type);

describe("the feed", () => {
  let tenant: TestTenant;
  let key: string;
  beforeAll(async () => {
    tenant = await createTenant("Followed");
    key = tenant.secretKeys.admin;
  });

  it("tells what happens in its order, deletions included, and nothing twice", async () => {
    let cursor = await latest(key);
    const { context } = tenant.admin;
    const { id } = await createArticle(tenant.admin, { title: "Told", tags: ["new here"] });
    await updateArticle(context, id, { title: "Told again" });
    const first = await feed(key, `?after=${cursor}&limit=2`);
    expect(first.meta).toMatchObject({ limit: 2, hasMore: true });
    cursor = first.meta.nextCursor;
    await publishArticle(context, id);
    await archiveArticle(context, id);
    await deleteArticle(context, id);
    const rest = await feed(key, `?after=${cursor}`);
    expect([...typesOf(first), ...typesOf(rest)]).toEqual([
      "article.created",
      "tag.created",
      "article.updated",
      "article.published",
      "article.archived",
      "article.deleted",
    ]);
    expect(rest.data.at(-1)?.data).toMatchObject({ subject: { type: "article", id }, title: "Told again" });
    expect(rest.meta.hasMore).toBe(false);
    const nothing = await feed(key, `?after=${rest.meta.nextCursor}`);
    expect([nothing.data, nothing.meta.nextCursor]).toEqual([[], rest.meta.nextCursor]);
  });

  it("tells each event as the description has it", async () => {
    const { data } = await feed(key);
    expect(data.length).toBeGreaterThan(10);
    for (const event of data) expect(eventResponses[event.type]?.strict().parse(event)).toEqual(event);
  });

  it("begins with the oldest event, and goes on behind what `types` leaves out", async () => {
    expect(typesOf(await feed(key, "?limit=1"))).toEqual(["tenant.created"]);
    const filtered = await feed(key, "?types=tag.created,tag.deleted");
    expect(typesOf(filtered)).toEqual(["tag.created"]);
    expect(typesOf(await feed(key, `?after=${filtered.meta.nextCursor}`))).toEqual([]);
  });

  it("shows a role what it may see", async () => {
    const cursor = await latest(key);
    await invite(tenant.admin.context, { email: "somebody@example.org", role: "viewer" });
    await createArticle(tenant.admin, { title: "For all" });
    expect(typesOf(await feed(key, `?after=${cursor}`))).toEqual(["member.invited", "article.created"]);
    const seen = await feed(tenant.secretKeys.editor, `?after=${cursor}`);
    expect([typesOf(seen), seen.meta.hasMore]).toEqual([["article.created"], false]);
    expect(typesOf(await feed(tenant.secretKeys.viewer, `?after=${cursor}&types=member.invited`))).toEqual(
      [],
    );
    const { status } = await call("GET", "/api/v1/events", { key: tenant.publishableKey });
    expect(status).toBe(403);
    const bySession = await call("GET", "/api/v1/events?after=latest", { session: tenant.viewer.token });
    expect(bySession.status).toBe(200);
  });

  it.each([
    ["?types=article.published,article.invented", /^types/, '"article.invented" is not a type of event'],
    ["?types=account.password_changed", /^types/, "is not a type of event"],
    ["?after=anything", /^after$/, "is not a cursor of this feed"],
    ["?after=", /^after$/, ""],
    ["?limit=501", /^limit$/, ""],
    ["?since=2026-01-01", /^(since)?$/, ""],
  ])("refuses %s and says why", async (query, path, message) => {
    const { status, body } = await callJson("GET", `/api/v1/events${query}`, { key });
    expect(status).toBe(400);
    expect(body.details[0].path).toMatch(path);
    expect(body.details[0].message).toContain(message);
  });

  it("takes no cursor of another organisation, and none of another list", async () => {
    const other = await createTenant("Other");
    const foreign = await latest(other.secretKeys.admin);
    const list = await callJson("GET", "/api/v1/articles?limit=1&sort=createdAt", { key });
    for (const cursor of [foreign, list.body.meta.nextCursor])
      expect((await call("GET", `/api/v1/events?after=${cursor}`, { key })).status).toBe(400);
  });
});

describe("the order of events", () => {
  it("is that of their commits: one that is late comes behind those that were told meanwhile", async () => {
    const { admin, secretKeys } = await createTenant("Late");
    const key = secretKeys.admin;
    const cursor = await latest(key);
    const record = (title: string, until?: Promise<unknown>) =>
      withTenant(admin.context, async (tx) => {
        recordEvent(tx, admin.context, "article.liked", admin.userId, { title });
        await tx.execute(sql`select 1`);
        await until;
      });
    let release = () => {};
    const late = record("late", new Promise<void>((resolve) => (release = resolve)));
    await record("early");
    const first = await feed(key, `?after=${cursor}`);
    expect(first.data.map(({ data }) => data.title)).toEqual(["early"]);
    release();
    await late;
    const second = await feed(key, `?after=${first.meta.nextCursor}`);
    expect(second.data.map(({ data }) => data.title)).toEqual(["late"]);
    const all = await feed(key, `?after=${cursor}`);
    expect(all.data.map(({ data }) => data.title)).toEqual(["early", "late"]);
  });

  it("is given by the function alone, and once", async () => {
    const { admin } = await createTenant("Fixed");
    await numberEvents(admin.context);
    const change = (statement: string) =>
      withTenant(admin.context, (tx) => tx.execute(sql.raw(statement))).catch(({ cause }) => cause.message);
    expect(await change("update events set position = 1")).toMatch(/permission denied/);
    expect(await change("update event_positions set last = 0")).toMatch(/permission denied/);
    const copy = `insert into events (tenant_id, id, type, subject_type, subject_id, actor_type, actor_id, actor_name, request_id, payload, position)
      select tenant_id, gen_random_uuid(), type, subject_type, subject_id, actor_type, actor_id, actor_name, request_id, payload, 1000 from events limit 1`;
    expect(await change(copy)).toMatch(/row-level security/);
    await expect(withTenant(admin.context, (_tx, inner) => numberEvents(inner))).rejects.toThrow(
      "of their own",
    );
  });
});

describe("what is older than 30 days", () => {
  /** Makes events of a tenant older, as if time had passed. */
  const age = (tenant: TestTenant, days: number, where = "true") =>
    asAdmin(program.database(), async (admin) => {
      await admin.unsafe(`update events set written_at = written_at - interval '${days} days',
        created_at = created_at - interval '${days} days' where tenant_id = '${tenant.id}' and ${where}`);
    });
  const refusal = async (key: string, cursor: string) => {
    const { status, body } = await callJson("GET", `/api/v1/events?after=${cursor}`, { key });
    return [status, body.code];
  };

  it("isn't in the feed, and a cursor in front of it has expired", async () => {
    const tenant = await createTenant("Aged");
    const key = tenant.secretKeys.admin;
    const start = encodeFeedCursor(tenant.admin.context.tenantId, 0);
    const before = await latest(key);
    await age(tenant, 31);
    // Nothing has happened since: it has missed nothing.
    expect(typesOf(await feed(key, `?after=${before}`))).toEqual([]);
    expect(await refusal(key, start)).toEqual([410, "cursor_expired"]);
    await createArticle(tenant.admin, { title: "Young" });
    expect(typesOf(await feed(key, `?after=${before}`))).toEqual(["article.created"]);
    expect(typesOf(await feed(key))).toEqual(["article.created"]);
    const log = await callJson("GET", "/api/v1/audit-log", { key });
    expect(log.body.data.length).toBeGreaterThan(5);
  });

  it("gets no position where nobody has asked before, and whoever had a cursor learns that something is missing", async () => {
    const tenant = await createTenant("Forgotten");
    const key = tenant.secretKeys.admin;
    const cursor = await latest(key);
    await createArticle(tenant.admin, { title: "Long ago" });
    await age(tenant, 40, "type = 'article.created'");
    expect(await refusal(key, cursor)).toEqual([410, "cursor_expired"]);
    await createArticle(tenant.admin, { title: "Now" });
    expect(await refusal(key, cursor)).toEqual([410, "cursor_expired"]);
    const { meta } = await feed(key, "?after=latest");
    expect(typesOf(await feed(key, `?after=${meta.nextCursor}`))).toEqual([]);
  });

  it("is told of a cursor from before a backup was restored, too", async () => {
    const tenant = await createTenant("Restored");
    const ahead = encodeFeedCursor(tenant.admin.context.tenantId, 500);
    expect(await refusal(tenant.secretKeys.admin, ahead)).toEqual([410, "cursor_expired"]);
  });
});
