import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Database } from "@/db/database";
import { resolveApiKey } from "@/db/repositories/outside-tenants/api-keys";
import { hashKey } from "@/server/auth/key-format";
import { listActivity } from "@/server/events/service";
import { database } from "@/server/platform/database";
import { credentialsTag, generations } from "@/server/platform/generations";
import { call, callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";
import { watchStatements } from "../support/sent-statements";
import { waitForMinute } from "../support/wait-for-minute";

const program = startProgram();
let tenant: TestTenant;
let key: string;
beforeAll(async () => {
  tenant = await createTenant();
  key = tenant.secretKeys.admin;
});

const path = "/api/v1/api-keys";
const make = async (body: object = {}) =>
  (await callJson("POST", path, { key, body: { name: "Job", kind: "secret", role: "editor", ...body } })).body
    .data;
const statusWith = async (secret: string) => (await call("GET", "/api/v1/me", { key: secret })).status;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

describe("API keys", () => {
  it("are made, shown once, changed and listed, never with their hash", async () => {
    const expiresAt = inDays(10);
    const body = { name: "Nightly", kind: "secret", role: "author", expiresAt, rateLimitPerMinute: 30 };
    const made = await callJson("POST", path, { key, body });
    expect(made.status).toBe(201);
    const { id, key: secret, ...shown } = made.body.data;
    expect(made.headers.get("location")).toBe(`${path}/${id}`);
    expect(secret).toMatch(/^mh_sk_[0-9A-Za-z]{36}$/);
    expect(shown).toEqual({
      name: "Nightly",
      kind: "secret",
      role: "author",
      hint: secret.slice(-4),
      createdBy: { id: tenant.admin.userId, name: "Ada Admin" },
      createdAt: expect.any(String),
      expiresAt,
      revokedAt: null,
      lastUsedAt: null,
      rateLimitPerMinute: 30,
      replacedBy: null,
      version: 1,
    });
    const changes = { name: "Weekly", expiresAt: null, rateLimitPerMinute: null };
    const changed = await callJson("PATCH", `${path}/${id}`, { key, body: changes });
    expect(changed.body.data).toEqual({ id, ...shown, ...changes, version: 2 });
    expect(changed.headers.get("etag")).toMatch(/^"2\./);
    const list = await callJson("GET", `${path}?limit=1`, { key });
    expect(list.body.data).toEqual([changed.body.data]);
    expect(list.text).not.toContain(secret);
    expect(list.body.meta).toMatchObject({ total: 6, nextCursor: id });
    const rest = await callJson("GET", `${path}?limit=100&cursor=${id}`, { key });
    expect(rest.body.data).toHaveLength(5);
    expect(rest.body.data.map((row: { id: string }) => row.id)).not.toContain(id);
  });

  it("answer conditional requests", async () => {
    const { id } = await make();
    const one = `${path}/${id}`;
    const etag = (await call("GET", one, { key })).headers.get("etag") ?? "";
    const seen = await call("GET", one, { key, headers: { "if-none-match": etag } });
    expect(seen.status).toBe(304);
    const headers = { "if-match": '"7"' };
    const stale = await callJson("PATCH", one, { key, headers, body: { name: "Later" } });
    expect([stale.status, stale.body.code, stale.headers.get("etag")]).toEqual([
      412,
      "version_mismatch",
      '"1"',
    ]);
    expect((await call("DELETE", one, { key, headers })).status).toBe(412);
    expect((await call("DELETE", one, { key, headers: { "if-match": '"1"' } })).status).toBe(204);
    expect((await call("DELETE", one, { key })).status).toBe(404);
    const ended = await callJson("PATCH", one, { key, body: { name: "Late" } });
    expect([ended.status, ended.body.code]).toEqual([409, "api_key_ended"]);
  });

  it.each([
    [{ name: "" }, "name"],
    [{ kind: "master" }, "kind"],
    [{ role: "owner" }, "role"],
    [{ expiresAt: "tomorrow" }, "expiresAt"],
    [{ expiresAt: "2001-01-01T00:00:00Z" }, "expiresAt"],
    [{ rateLimitPerMinute: 0 }, "rateLimitPerMinute"],
    [{ rateLimitPerMinute: 100_001 }, "rateLimitPerMinute"],
    [{ rateLimitPerMinute: 1.5 }, "rateLimitPerMinute"],
    [{ rateLimitPerMinute: "10" }, "rateLimitPerMinute"],
  ])("answer 400 to %j", async (wrong, field) => {
    const body = { name: "Job", kind: "secret", ...wrong };
    const answer = await callJson("POST", path, { key, body });
    expect(answer.status).toBe(400);
    expect(answer.body.details.map((detail: { path: string }) => detail.path)).toEqual([field]);
  });

  it("are made by admins alone, so no key makes a mightier one", async () => {
    const { id } = await make({ role: "viewer" });
    for (const role of ["editor", "author", "viewer"] as const) {
      const as = { key: tenant.secretKeys[role] };
      const body = { name: "Up", kind: "secret", role: "admin" };
      expect((await call("POST", path, { ...as, body })).status).toBe(403);
      expect((await call("POST", `${path}/${id}/rotate`, { ...as, body: {} })).status).toBe(403);
    }
  });
});

describe("revoking", () => {
  it("counts at once in the database, and so in every process that asks it", async () => {
    const { id, key: secret } = await make();
    const other = new Database({ url: program.database().appUrl, poolMax: 1 });
    expect(await resolveApiKey(other, hashKey(secret))).toMatchObject({ id });
    expect(await statusWith(secret)).toBe(200);
    await call("DELETE", `${path}/${id}`, { key });
    expect(await resolveApiKey(other, hashKey(secret))).toBeNull();
    expect(await statusWith(secret)).toBe(401);
    await other.close();
  });
});

describe("rotation", () => {
  it("lets both keys work for the overlap, and says which took the place of which", async () => {
    const old = await make({ rateLimitPerMinute: 50, expiresAt: inDays(30) });
    const answer = await callJson("POST", `${path}/${old.id}/rotate`, { key, body: { overlapSeconds: 600 } });
    const made = answer.body.data;
    expect(answer.status).toBe(201);
    expect(answer.headers.get("location")).toBe(`${path}/${made.id}`);
    expect(made).toMatchObject({ name: "Job", kind: "secret", role: "editor", rateLimitPerMinute: 50 });
    expect(Math.abs(Date.parse(made.expiresAt) - Date.parse(inDays(30)))).toBeLessThan(60_000);
    expect([await statusWith(old.key), await statusWith(made.key)]).toEqual([200, 200]);
    const before = (await callJson("GET", `${path}/${old.id}`, { key })).body.data;
    expect(before).toMatchObject({ replacedBy: made.id, version: 2 });
    expect(Math.abs(Date.parse(before.expiresAt) - Date.now() - 600_000)).toBeLessThan(60_000);
    const types = (await listActivity(tenant.admin.context, 5)).map((event) => event.type);
    expect(types.slice(0, 2).sort()).toEqual(["api_key.created", "api_key.rotated"]);
    const seenByOthers = await listActivity(tenant.editor.context, 100);
    expect(seenByOthers.map(({ subjectType }) => subjectType)).not.toContain("api_key");
  });

  it("without an overlap ends the old key at once", async () => {
    const old = await make();
    const made = (await callJson("POST", `${path}/${old.id}/rotate`, { key, body: {} })).body.data;
    expect([await statusWith(old.key), await statusWith(made.key)]).toEqual([401, 200]);
  });

  it("never prolongs a life", async () => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const old = await make({ expiresAt });
    await call("POST", `${path}/${old.id}/rotate`, { key, body: { overlapSeconds: 3_600 } });
    expect((await callJson("GET", `${path}/${old.id}`, { key })).body.data.expiresAt).toBe(expiresAt);
  });

  it("happens once, also when it is asked for ten times at once", async () => {
    const old = await make();
    const rotate = () => callJson("POST", `${path}/${old.id}/rotate`, { key, body: { overlapSeconds: 60 } });
    const answers = await Promise.all(Array.from({ length: 10 }, rotate));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array(9).fill(409)]);
    expect(answers.find((answer) => answer.status === 409)?.body.code).toBe("api_key_ended");
  });

  it.each([-1, 604_801, 1.5, "60"])("refuses an overlap of %j seconds", async (overlapSeconds) => {
    const { id } = await make();
    const answer = await callJson("POST", `${path}/${id}/rotate`, { key, body: { overlapSeconds } });
    expect([answer.status, answer.body.details[0].path]).toEqual([400, "overlapSeconds"]);
  });
});

describe("the last use", () => {
  it("is written at most once a minute, without asking again in between", async () => {
    const { id, key: secret } = await make();
    const sent = watchStatements(database());
    const touches = () => sent.statements().filter((statement) => statement.includes("touch_api_key"));
    await statusWith(secret);
    const lastUsedAt = () =>
      asAdmin(
        program.database(),
        async (sql) => (await sql`select last_used_at as at from api_keys where id = ${id}`)[0]?.at,
      );
    await expect.poll(lastUsedAt).toBeInstanceOf(Date);
    for (let round = 0; round < 5; round++) await statusWith(secret);
    expect(touches()).toHaveLength(1);
    await asAdmin(
      program.database(),
      (sql) => sql`update api_keys set last_used_at = now() - interval '61 seconds' where id = ${id}`,
    );
    await generations().replace(tenant.admin.context.tenantId, [credentialsTag]);
    await statusWith(secret);
    expect(touches()).toHaveLength(2);
  });
});

describe("a key's own limit", () => {
  beforeEach(() => waitForMinute(10_000));
  const limitsOf = (headers: Headers) => [headers.get("ratelimit-policy"), headers.get("ratelimit")];

  it("counts on top of the general ones, and stands beside them in the headers", async () => {
    const { id, key: secret } = await make({ rateLimitPerMinute: 3 });
    const answers = [];
    for (let round = 0; round < 5; round++)
      answers.push(await callJson("GET", "/api/v1/me", { key: secret }));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 429, 429]);
    const [policy, state] = limitsOf(answers[3]?.headers ?? new Headers());
    expect(policy).toMatch(/^"address";q=\d+;w=60, "credential";q=\d+;w=60, "key";q=3;w=60$/);
    expect(state).toMatch(/^"address";r=\d+;t=\d+, "credential";r=\d+;t=\d+, "key";r=0;t=\d+$/);
    expect(Number(answers[3]?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(answers[3]?.body).toMatchObject({ code: "rate_limited" });
    // A higher one counts from the next request on.
    await call("PATCH", `${path}/${id}`, { key, body: { rateLimitPerMinute: 100 } });
    expect(await statusWith(secret)).toBe(200);
  });

  it("is another for each key; requests without one have the general limits' headers alone", async () => {
    const limited = await make({ rateLimitPerMinute: 1 });
    const second = await make({ rateLimitPerMinute: 1 });
    await statusWith(limited.key);
    expect([await statusWith(limited.key), await statusWith(second.key)]).toEqual([429, 200]);
    for (const as of [{ key }, { session: tenant.admin.token }, { key: `${key.slice(0, -1)}_` }, {}]) {
      const { headers } = await call("GET", "/api/v1/nowhere", as);
      expect(headers.get("ratelimit")).toMatch(/^"address";r=\d+;t=\d+(, "credential";r=\d+;t=\d+)?$/);
    }
  });

  it("can't be talked away by a client's headers", async () => {
    const headers = { "x-gate-ratelimit": "forged", "x-gate-ratelimit-policy": "forged" };
    for (const as of [{ key }, { session: tenant.admin.token }]) {
      const answer = await call("GET", "/api/v1/me", { ...as, headers });
      expect(limitsOf(answer.headers).join()).not.toContain("forged");
    }
  });
});
