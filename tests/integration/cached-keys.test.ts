import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deleteArticle } from "@/server/articles/write";
import { changeRole, removeMember, suspendMember } from "@/server/members/service";
import { database } from "@/server/platform/database";
import { redis } from "@/server/platform/redis";
import { updateTenant } from "@/server/tenants/settings";
import { callJson, createKey } from "../support/api";
import { asAdmin } from "../support/database";
import {
  addMember,
  createArticle,
  createTenant,
  type TestMember,
  type TestTenant,
} from "../support/factories";
import { startProgram } from "../support/program";
import { watchStatements } from "../support/sent-statements";

/**
 * A process keeps what a key stands for. Whatever the program changes of that, in this process or another, counts from the
 * very next request on: what tells this process is the generation in Redis alone.
 */
const program = startProgram();
let tenant: TestTenant;
let articleId: string;
let maker: TestMember;
let key: string;
let keyId: string;

beforeAll(async () => {
  tenant = await createTenant();
  articleId = (await createArticle(tenant.admin, { status: "published" })).id;
});

beforeEach(async () => {
  maker = await addMember(tenant.admin.context, "admin");
  ({ key, id: keyId } = await createKey(maker.token, { name: "Kept", kind: "secret", role: "editor" }));
  await keep(key);
});

/** The first request learns whose the key is, the second keeps it, the third is answered by what is kept. */
async function keep(kept: string): Promise<void> {
  for (let round = 0; round < 3; round++) expect((await get("/api/v1/me", kept)).status).toBe(200);
}

const get = (path: string, as = key) => callJson("GET", path, { key: as });
const post = (path: string, body: unknown) => callJson("POST", path, { key, body });
const byAdmin = (method: string, path: string, body?: unknown) =>
  callJson(method, path, { session: tenant.admin.token, body });
const article = { title: "By a kept key", content: "…" };

describe("a key that is kept", () => {
  it("costs no look-up", async () => {
    const sent = watchStatements(database());
    await get("/api/v1/me");
    expect(sent.trips()).toEqual([]);
    await get(`/api/v1/articles/${articleId}`);
    expect(sent.trips().length).toBe(1);
    expect(sent.lookUps()).toEqual([]);
    sent.stop();
  });

  it("is nobody's as soon as it is revoked, and gets 401 and nothing else", async () => {
    await byAdmin("DELETE", `/api/v1/api-keys/${keyId}`);
    for (const path of [
      "/api/v1/me",
      "/api/v1/articles",
      `/api/v1/articles/${articleId}`,
      "/api/v1/audit-log",
    ])
      expect((await get(path)).status, path).toBe(401);
    expect((await post("/api/v1/articles", article)).status).toBe(401);
    expect((await post("/api/v1/articles", { nonsense: true })).body.code).toBe("unauthorized");
    const [row] = await asAdmin(
      program.database(),
      (sql) => sql`select count(*)::int from articles where title = ${article.title}`,
    );
    expect(row?.count).toBe(0);
  });

  it("is nobody's as soon as another took its place without an overlap", async () => {
    await byAdmin("POST", `/api/v1/api-keys/${keyId}/rotate`, { overlapSeconds: 0 });
    expect((await get("/api/v1/me")).status).toBe(401);
  });

  it("writes in its new name as soon as it has one, and once", async () => {
    await byAdmin("PATCH", `/api/v1/api-keys/${keyId}`, { name: "Renamed" });
    const { status, body } = await post("/api/v1/articles", { ...article, title: "Just once" });
    expect(status).toBe(201);
    const events = await asAdmin(
      program.database(),
      (sql) => sql`select actor_name as name from events where payload->>'title' = 'Just once'`,
    );
    expect(events.map(({ name }) => name)).toEqual(["Renamed"]);
    await deleteArticle(tenant.admin.context, body.data.id);
  });

  it("has its own limit as soon as it is given one", async () => {
    await byAdmin("PATCH", `/api/v1/api-keys/${keyId}`, { rateLimitPerMinute: 77 });
    expect((await get("/api/v1/me")).headers.get("ratelimit-policy")).toContain('"key";q=77');
  });

  it("does no more than its maker may, up and down", async () => {
    await changeRole(tenant.admin.context, maker.userId, "viewer");
    expect((await post("/api/v1/articles", article)).status).toBe(403);
    await changeRole(tenant.admin.context, maker.userId, "editor");
    expect((await post("/api/v1/articles", article)).status).toBe(201);
  });

  it.each([
    ["suspended", suspendMember],
    ["removed", removeMember],
  ])("ends with its maker who is %s", async (_how, end) => {
    await end(tenant.admin.context, maker.userId);
    expect((await get("/api/v1/articles")).status).toBe(401);
  });

  it("knows its organisation by its new name", async () => {
    await updateTenant(tenant.admin.context, { name: "Another Press" });
    expect((await get("/api/v1/me")).body.data.organisation.name).toBe("Another Press");
  });

  it("ends at its time, also within those seconds for which it is kept", async () => {
    const expiresAt = new Date(Date.now() + 1_500);
    const short = await createKey(maker.token, { name: "Short", kind: "secret", role: "viewer", expiresAt });
    await keep(short.key);
    await sleep(expiresAt.getTime() - Date.now() + 1);
    expect((await get("/api/v1/me", short.key)).status).toBe(401);
  });

  it("ends also where it is publishable and the answer comes from the cache", async () => {
    const site = await createKey(maker.token, { name: "Site", kind: "publishable" });
    const read = () => get(`/api/v1/articles/${articleId}`, site.key);
    for (let round = 0; round < 3; round++) expect((await read()).status).toBe(200);
    await byAdmin("DELETE", `/api/v1/api-keys/${site.id}`);
    expect((await read()).status).toBe(401);
  });

  it("is nobody's where the change was part of a repeatable request", async () => {
    const headers = { "idempotency-key": "rotate-once" };
    const path = `/api/v1/api-keys/${keyId}/rotate`;
    const body = { overlapSeconds: 0 };
    await callJson("POST", path, { session: tenant.admin.token, body, headers });
    expect((await get("/api/v1/me")).status).toBe(401);
  });
});

describe("without an answer of Redis", () => {
  it("Postgres is asked about the key each time", async () => {
    const { getMany } = redis();
    Object.assign(redis(), { getMany: () => Promise.reject(new Error("away")) });
    const sent = watchStatements(database());
    for (let round = 0; round < 2; round++) expect((await get("/api/v1/me")).status).toBe(200);
    expect(sent.lookUps().length).toBe(2);
    sent.stop();
    await asAdmin(
      program.database(),
      (sql) => sql`update api_keys set revoked_at = now() where id = ${keyId}`,
    );
    expect((await get("/api/v1/me")).status).toBe(401);
    Object.assign(redis(), { getMany });
  });
});
