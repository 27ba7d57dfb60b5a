import { uuidv7 } from "uuidv7";
import { beforeEach, describe, expect, it } from "vitest";
import { type CallOptions, callJson, createKey } from "../support/api";
import { asAdmin } from "../support/database";
import {
  addMember,
  createArticle,
  createTenant,
  type TestMember,
  type TestTenant,
} from "../support/factories";
import { startProgram } from "../support/program";

/** What somebody leaves behind: API keys and articles. */
const program = startProgram();
let tenant: TestTenant;
let leaver: TestMember;
let site: { id: string; key: string };
let script: { id: string; key: string };

beforeEach(async () => {
  tenant = await createTenant();
  leaver = await addMember(tenant.admin.context, "admin");
  site = await createKey(leaver.token, { name: "Site", kind: "publishable" });
  script = await createKey(leaver.token, { name: "Script", kind: "secret", role: "admin" });
  // So that what they stand for is remembered.
  expect(await statusOf(site.key)).toBe(200);
  expect(await statusOf(script.key)).toBe(200);
});

const statusOf = async (key: string) => (await callJson("GET", "/api/v1/articles", { key })).status;
const path = () => `/api/v1/members/${leaver.userId}`;
const asOwner = (method: string, target: string, options: CallOptions = {}) =>
  callJson(method, target, { key: tenant.secretKeys.admin, ...options });
const named = (name: string, kind: string) => expect.objectContaining({ name, kind });
const eventsOf = (id: string) =>
  asAdmin(program.database(), (sql) => sql`select type from events where subject_id = ${id} order by id`);

const departures = [
  ["removal", () => asOwner("DELETE", path())],
  ["suspension", () => asOwner("PATCH", path(), { body: { status: "suspended" } })],
] as const;
const generous = [
  ["removal", () => asOwner("DELETE", `${path()}?keys=transfer`)],
  ["suspension", () => asOwner("PATCH", `${path()}?keys=transfer`, { body: { status: "suspended" } })],
] as const;

describe("keys of a member with another role", () => {
  it("are named where they may do less, and work on", async () => {
    const other = await createKey(leaver.token, { name: "Reader", kind: "secret", role: "viewer" });
    const { status, body } = await asOwner("PATCH", path(), { body: { role: "author" } });
    expect(status).toBe(200);
    expect(body.data.keys).toEqual({ transferred: [], revoked: [], weakened: [named("Script", "secret")] });
    for (const { key } of [site, script, other]) expect(await statusOf(key)).toBe(200);
    const again = await asOwner("PATCH", path(), { body: { role: "admin" } });
    expect(again.body.data).not.toHaveProperty("keys");
  });
});

describe("keys of a member who goes", () => {
  it.each(departures)(
    "on %s publishable ones work on, secret ones end, and the answer names both",
    async (_name, go) => {
      const { status, body } = await go();
      expect(status).toBe(200);
      expect(body.data.keys).toEqual({
        transferred: [named("Site", "publishable")],
        revoked: [named("Script", "secret")],
      });
      expect(JSON.stringify(body)).not.toContain("hash");
      expect(await statusOf(site.key)).toBe(200);
      expect(await statusOf(script.key)).toBe(401);
      const kept = (await asOwner("GET", `/api/v1/api-keys/${site.id}`)).body.data;
      expect(kept).toMatchObject({ createdBy: { id: tenant.admin.userId }, revokedAt: null, version: 2 });
      const ended = (await asOwner("GET", `/api/v1/api-keys/${script.id}`)).body.data;
      expect(ended).toMatchObject({ createdBy: { id: leaver.userId }, revokedAt: expect.any(String) });
      expect((await eventsOf(site.id)).at(-1)?.type).toBe("api_key.handed_over");
      expect((await eventsOf(script.id)).at(-1)?.type).toBe("api_key.revoked");
    },
  );

  it.each(generous)("on %s with keys=transfer secret ones are handed over too", async (_name, go) => {
    const { status, body } = await go();
    expect(status).toBe(200);
    expect(body.data.keys.revoked).toEqual([]);
    expect(body.data.keys.transferred).toHaveLength(2);
    expect(await statusOf(script.key)).toBe(200);
    expect((await callJson("GET", "/api/v1/me", { key: script.key })).body.data.role).toBe("admin");
  });

  it("secret ones don't come back to life with their maker", async () => {
    await asOwner("PATCH", path(), { body: { status: "suspended" } });
    const back = await asOwner("PATCH", path(), { body: { status: "active" } });
    expect(back.body.data).toMatchObject({ status: "active" });
    expect(back.body.data).not.toHaveProperty("keys");
    expect(await statusOf(script.key)).toBe(401);
    expect(await statusOf(site.key)).toBe(200);
  });

  it("whoever leaves by themselves leaves them to another admin", async () => {
    const { status, body } = await callJson("DELETE", path(), { key: script.key });
    expect([status, body.data.keys.transferred]).toEqual([200, [named("Site", "publishable")]]);
    expect(await statusOf(site.key)).toBe(200);
    expect(await statusOf(script.key)).toBe(401);
  });

  it("a removal that is refused changes none", async () => {
    await asOwner("DELETE", path());
    const last = await asOwner("DELETE", `/api/v1/members/${tenant.admin.userId}`);
    expect([last.status, last.body.code]).toEqual([409, "last_admin"]);
    expect(await statusOf(tenant.secretKeys.admin)).toBe(200);
    expect(await statusOf(site.key)).toBe(200);
  });

  it("with another role they stay, and do no more than that role", async () => {
    const { status, body } = await asOwner("PATCH", path(), { body: { role: "viewer" } });
    expect([status, body.data.role]).toEqual([200, "viewer"]);
    expect(await statusOf(site.key)).toBe(200);
    expect((await callJson("GET", "/api/v1/me", { key: script.key })).body.data.role).toBe("viewer");
  });

  it("can't be handed over by whoever leaves and knows them", async () => {
    const own = { session: leaver.token };
    const answer = await callJson("DELETE", `${path()}?keys=transfer`, own);
    expect([answer.status, answer.body.details?.[0]?.path]).toEqual([400, "keys"]);
    expect(await statusOf(script.key)).toBe(200);
  });

  it("are no others': revoked and expired ones and those of colleagues stay as they were", async () => {
    await asOwner("DELETE", `/api/v1/api-keys/${script.id}`);
    const { body } = await asOwner("DELETE", path());
    expect(body.data.keys).toEqual({ transferred: [named("Site", "publishable")], revoked: [] });
    expect(await statusOf(tenant.publishableKey)).toBe(200);
  });

  it("whoever had none is removed without a word, and nothing else is taken for `keys`", async () => {
    const other = `/api/v1/members/${(await addMember(tenant.admin.context, "author")).userId}`;
    const refused = await asOwner("DELETE", `${other}?keys=all`);
    expect([refused.status, refused.body.details[0].path]).toEqual([400, "keys"]);
    expect((await asOwner("DELETE", other)).status).toBe(204);
  });
});

describe("an article of somebody who goes", () => {
  const articleBy = async () => (await createArticle(leaver)).id;
  const storeContext = (id: string, authorId: string, options: CallOptions = {}) =>
    asOwner("PATCH", `/api/v1/articles/${id}`, { body: { authorId }, ...options });
  const totalBy = async (authorId: string) =>
    (await asOwner("GET", `/api/v1/articles?authorId=${authorId}`)).body.meta.total;

  it("is handed over by an admin, counted for its new author, with an event", async () => {
    const id = await articleBy();
    await asOwner("DELETE", path());
    const { status, body } = await storeContext(id, tenant.author.userId, { headers: { "if-match": '"1"' } });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ version: 2, author: { id: tenant.author.userId } });
    expect([await totalBy(leaver.userId), await totalBy(tenant.author.userId)]).toEqual([0, 1]);
    const [event] = await asAdmin(
      program.database(),
      (sql) => sql`select type, payload from events where subject_id = ${id} order by id desc limit 1`,
    );
    expect(event).toMatchObject({ type: "article.updated", payload: { changed: ["authorId"] } });
    const session = tenant.author.token;
    const edited = await callJson("PATCH", `/api/v1/articles/${id}`, { session, body: { title: "Mine" } });
    expect(edited.status).toBe(200);
    expect((await storeContext(id, tenant.editor.userId, { headers: { "if-match": '"1"' } })).status).toBe(
      412,
    );
  });

  it("counts by author are those of the rows", async () => {
    const id = await articleBy();
    await storeContext(id, tenant.author.userId);
    const rows = await asAdmin(
      program.database(),
      (sql) => sql`select scope, sum(total)::int as total from article_totals
        where tenant_id = ${tenant.id} and scope like 'author:%' group by scope having sum(total) <> 0`,
    );
    expect(rows.map(({ scope, total }) => [scope, total])).toEqual([[`author:${tenant.author.userId}`, 1]]);
  });

  it("is handed over by nobody else, not even by its author", async () => {
    for (const role of ["editor", "author"] as const) {
      const { id } = await createArticle(tenant[role]);
      const { token } = tenant[role];
      const body = { authorId: tenant.admin.userId };
      const refused = await callJson("PATCH", `/api/v1/articles/${id}`, { session: token, body });
      expect([refused.status, refused.body.code]).toEqual([403, "insufficient_permissions"]);
    }
  });

  it("isn't handed to who couldn't have written it", async () => {
    const id = await articleBy();
    const suspended = await addMember(tenant.admin.context, "author");
    await asOwner("PATCH", `/api/v1/members/${suspended.userId}`, { body: { status: "suspended" } });
    const other = await createTenant();
    for (const one of [tenant.viewer.userId, suspended.userId, other.author.userId, uuidv7(), "me", ""]) {
      const refused = await storeContext(id, one);
      expect([refused.status, refused.body.details?.[0].path]).toEqual([400, "authorId"]);
    }
    expect(await totalBy(leaver.userId)).toBe(1);
  });
});
