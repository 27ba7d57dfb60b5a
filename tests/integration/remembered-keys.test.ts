import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { suspendMember } from "@/server/members/service";
import { callJson } from "../support/api";
import { asAdmin } from "../support/database";
import { addMember, createArticle, createTenant, type TestTenant } from "../support/factories";
import { startProgram } from "../support/program";

/**
 * A process remembers what a key stood for, to save a round trip. Whatever happens to the key, in this process or another
 * (here: in the database itself), counts from the very next request on.
 */
const program = startProgram();
let tenant: TestTenant;
let articleId: string;

beforeAll(async () => {
  tenant = await createTenant();
  articleId = (await createArticle(tenant.admin, { status: "published" })).id;
});

let key: string;
let keyId: string;

beforeEach(async () => {
  const body = { name: "Remembered", kind: "secret", role: "editor" };
  const made = await callJson("POST", "/api/v1/api-keys", { key: tenant.secretKeys.admin, body });
  key = made.body.data.key;
  keyId = made.body.data.id;
  for (let round = 0; round < 2; round++) expect((await get("/api/v1/me")).status).toBe(200);
});

const get = (path: string, as = key) => callJson("GET", path, { key: as });
const post = (path: string, body: unknown) => callJson("POST", path, { key, body });

function change(set: string): Promise<unknown> {
  return asAdmin(program.database(), (sql) =>
    sql.unsafe(`update api_keys set ${set} where id = $1`, [keyId]),
  );
}

const article = { title: "By a remembered key", content: "…" };
const paths = () => ["/api/v1/me", "/api/v1/articles", `/api/v1/articles/${articleId}`, "/api/v1/tags"];

describe("a remembered key", () => {
  it.each(["revoked_at = now()", "expires_at = now()", "hash = hash || 'x'"])(
    "is nobody's from the moment of %s",
    async (set) => {
      await change(set);
      for (const path of paths()) expect((await get(path)).status, path).toBe(401);
      expect((await post("/api/v1/articles", article)).status).toBe(401);
    },
  );

  it("gets 401 and nothing else, whatever else would be wrong", async () => {
    await change("revoked_at = now()");
    const { body } = await post("/api/v1/articles", { nonsense: true });
    expect(body).toMatchObject({ code: "unauthorized" });
  });

  it("gets 401 instead of a refusal that its old role would have got", async () => {
    await change("revoked_at = now()");
    expect((await get("/api/v1/audit-log")).status).toBe(401);
  });

  it("has its new role at once, the lower as well as the higher", async () => {
    await change("role = 'viewer'");
    expect((await post("/api/v1/articles", article)).status).toBe(403);
    await change("role = 'admin'");
    expect((await get("/api/v1/audit-log")).status).toBe(200);
  });

  it("writes nothing after it was revoked, nor twice after it was renamed", async () => {
    await change("name = 'Renamed'");
    expect((await post("/api/v1/articles", { ...article, title: "Just once" })).status).toBe(201);
    await change("revoked_at = now()");
    expect((await post("/api/v1/articles", { ...article, title: "Never" })).status).toBe(401);
    const [row] = await asAdmin(
      program.database(),
      (sql) => sql`select count(*) filter (where title = 'Just once')::int as once,
        count(*) filter (where title = 'Never')::int as never from articles`,
    );
    expect(row).toEqual({ once: 1, never: 0 });
    const [event] = await asAdmin(
      program.database(),
      (sql) => sql`select actor_name as name from events where payload->>'title' = 'Just once'`,
    );
    expect(event?.name).toBe("Renamed");
  });

  it("ends with the member who made it", async () => {
    const second = await addMember(tenant.admin.context, "admin");
    const body = { name: "Theirs", kind: "secret", role: "viewer" };
    const theirs = await callJson("POST", "/api/v1/api-keys", { session: second.token, body });
    for (let round = 0; round < 2; round++)
      expect((await get("/api/v1/me", theirs.body.data.key)).status).toBe(200);
    await suspendMember(tenant.admin.context, second.userId);
    expect((await get("/api/v1/articles", theirs.body.data.key)).status).toBe(401);
  });

  it("also when it is publishable and the answer comes from the cache", async () => {
    const read = () => get(`/api/v1/articles/${articleId}`, tenant.publishableKey);
    for (let round = 0; round < 3; round++) expect((await read()).status).toBe(200);
    await asAdmin(
      program.database(),
      (sql) =>
        sql`update api_keys set revoked_at = now() where tenant_id = ${tenant.id} and kind = 'publishable'`,
    );
    expect((await read()).status).toBe(401);
  });
});
