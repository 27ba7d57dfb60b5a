import { beforeAll, describe, expect, it } from "vitest";
import { deleteExpiredIdempotencyKeys } from "@/db/repositories/outside-tenants/maintenance";
import { database } from "@/server/platform/database";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

const program = startProgram();
let tenant: TestTenant;
let other: TestTenant;
let count = 0;

beforeAll(async () => {
  tenant = await createTenant();
  other = await createTenant();
});

const newKey = () => `test-${++count}`;
const input = { title: "Once", content: "Only *once*." };

function post(key: string, body: unknown = input, path = "/api/v1/articles", as = tenant.secretKeys.editor) {
  return callJson("POST", path, { key: as, body, headers: { "idempotency-key": key } });
}

async function rows(sql: string, ...params: string[]): Promise<number> {
  return asAdmin(program.database(), async (connection) => {
    const [row] = await connection.unsafe(`select count(*)::int as n from ${sql}`, params);
    return row?.n ?? 0;
  });
}

const articlesTitled = (title: string) => rows("articles where title = $1", title);

describe("a POST with an Idempotency-Key", () => {
  it("is done once and answered alike", async () => {
    const key = newKey();
    const first = await post(key, { ...input, title: "Alike" });
    const second = await post(key, { ...input, title: "Alike" });
    expect(first.status).toBe(201);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect(second.status).toBe(201);
    expect(second.text).toBe(first.text);
    for (const name of ["location", "etag", "content-type"])
      expect(second.headers.get(name)).toBe(first.headers.get(name));
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    expect(second.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
    expect(await articlesTitled("Alike")).toBe(1);
  });

  it("has one effect when it is sent fifty times at once", async () => {
    const key = newKey();
    const body = { ...input, title: "Fifty" };
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(key, body)));
    const done = answers.filter(({ status }) => status === 201);
    const busy = answers.filter(({ status }) => status === 409);
    expect(done.length).toBeGreaterThanOrEqual(1);
    expect(done.length + busy.length).toBe(50);
    for (const { body: error, headers } of busy) {
      expect(error.code).toBe("idempotency_key_in_use");
      expect(headers.get("retry-after")).toBe("1");
    }
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    expect(done.filter(({ headers }) => !headers.has("idempotent-replayed")).length).toBe(1);
    expect(await articlesTitled("Fifty")).toBe(1);
    expect(await rows("events where type = 'article.created' and payload->>'title' = 'Fifty'")).toBe(1);
    expect((await post(key, body)).headers.get("idempotent-replayed")).toBe("true");
  });

  it("is refused for another body, path or accepted version", async () => {
    const key = newKey();
    const { body } = await post(key);
    expect(await post(key, { ...input, title: "Other" })).toMatchObject({
      status: 422,
      body: { code: "idempotency_key_reused" },
    });
    expect((await post(key, input, `/api/v1/articles/${body.data.id}/publish`)).status).toBe(422);
    expect(await articlesTitled("Other")).toBe(0);
  });

  it("may be sent again after a refusal, which changed nothing", async () => {
    const key = newKey();
    const { id } = await createArticle(tenant.editor, { status: "published" });
    const publish = () => post(key, undefined, `/api/v1/articles/${id}/publish`);
    expect((await publish()).status).toBe(409);
    await callJson("POST", `/api/v1/articles/${id}/unpublish`, { key: tenant.secretKeys.editor });
    const done = await publish();
    expect(done.status).toBe(200);
    expect(done.headers.has("idempotent-replayed")).toBe(false);
  });

  it("is another one's with another key, another role or in another organisation", async () => {
    const key = newKey();
    const one = await post(key);
    const two = await post(key, input, "/api/v1/articles", tenant.secretKeys.admin);
    const three = await post(key, input, "/api/v1/articles", other.secretKeys.editor);
    const ids = [one, two, three].map(({ body }) => body.data.id);
    expect(new Set(ids).size).toBe(3);
  });

  it("makes an API key once, and shows it again, though the database holds no plain key", async () => {
    const key = newKey();
    const body = { name: "Idempotent", kind: "secret", role: "viewer" };
    const make = () => post(key, body, "/api/v1/api-keys", tenant.secretKeys.admin);
    const secret = (await make()).body.data.key;
    expect((await make()).body.data.key).toBe(secret);
    expect(await rows("idempotency_keys where answer like '%' || $1 || '%'", secret)).toBe(0);
    expect(await rows("api_keys where name = 'Idempotent'")).toBe(1);
  });

  it("counts once for what is limited by itself, such as mails to one address", async () => {
    const key = newKey();
    const body = { email: "often@example.org", role: "viewer" };
    const statuses = new Set<number>();
    for (let time = 0; time < 12; time++)
      statuses.add((await post(key, body, "/api/v1/invitations", tenant.secretKeys.admin)).status);
    expect([...statuses]).toEqual([201]);
  });

  it("is forgotten after a day", async () => {
    const key = newKey();
    const first = await post(key);
    await asAdmin(program.database(), async (sql) => {
      await sql`update idempotency_keys set expires_at = now() where key = ${key}`;
    });
    const later = await post(key, { ...input, title: "A day later" });
    expect(later.status).toBe(201);
    expect(later.body.data.id).not.toBe(first.body.data.id);
  });

  it.each(["", " ", "ä".repeat(3), "x".repeat(256)])("is refused if it is %j", async (key) => {
    const { status, body } = await post(key);
    expect(status).toBe(400);
    expect(body.details[0].path).toBe("Idempotency-Key");
  });

  it("takes 255 characters", async () => {
    expect((await post("x".repeat(255))).status).toBe(201);
  });
});

describe("an expired key", () => {
  it("is swept, and no other", async () => {
    const [old, fresh] = [newKey(), newKey()];
    await post(old);
    await post(fresh);
    await asAdmin(program.database(), async (sql) => {
      await sql`update idempotency_keys set expires_at = now() - interval '1 second' where key = ${old}`;
    });
    expect(await deleteExpiredIdempotencyKeys(database(), 100)).toBe(1);
    expect(await rows("idempotency_keys where key = $1", old)).toBe(0);
    expect(await rows("idempotency_keys where key = $1", fresh)).toBe(1);
  });
});
